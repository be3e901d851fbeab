"""Who sees all training; what permissions and queries both have to know."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def plans_all(actor: Actor) -> bool:
    """The central team."""
    return AdminRole.CENTRAL_TEAM in actor.roles
