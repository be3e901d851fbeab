"""Who may manage components, incidents and maintenance. Everybody may read."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role

MANAGERS = {AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK}


def can_manage_status(actor: Actor) -> bool:
    """The central team and the service desk, each with the Admin-Account."""
    return bool(MANAGERS & actor.roles)


def can_choose_mail(actor: Actor) -> bool:
    """Everybody with an everyday account; Admin-Accounts have no mailbox."""
    return actor.is_signed_in and not actor.roles.isdisjoint(Role.values)
