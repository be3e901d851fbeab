"""Who may see what is stored about everybody, and what is erased."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole
from eduport.privacy.models import ErasureRun


def can_see_privacy(actor: Actor) -> bool:
    """The central team, which answers for the whole city."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_see_certificate(actor: Actor, run: ErasureRun) -> bool:
    """It speaks of the whole city, hence the same people for each."""
    return can_see_privacy(actor)
