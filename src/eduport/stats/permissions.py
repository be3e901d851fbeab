"""Who may read statistics."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def can_read_statistics(actor: Actor) -> bool:
    """The central team. What is counted today stands on a page for everybody."""
    return AdminRole.CENTRAL_TEAM in actor.roles
