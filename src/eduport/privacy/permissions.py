"""Who may see what is stored about everybody, and what is erased."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def can_see_privacy(actor: Actor) -> bool:
    """The central team, which answers for the whole city."""
    return AdminRole.CENTRAL_TEAM in actor.roles
