"""Who may manage components, incidents and maintenance. Everybody may read."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole

MANAGERS = {AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK}


def can_manage_status(actor: Actor) -> bool:
    """The central team and the service desk, each with the Admin-Account."""
    return bool(MANAGERS & actor.roles)
