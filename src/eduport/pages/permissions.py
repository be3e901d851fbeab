"""Who may edit which pages."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def can_edit_all_pages(actor: Actor) -> bool:
    """The central team looks after the whole site."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_edit_pages(actor: Actor) -> bool:
    """The central team, and school admins: those the pages of their schools."""
    return can_edit_all_pages(actor) or AdminRole.SCHOOL_ADMIN in actor.roles
