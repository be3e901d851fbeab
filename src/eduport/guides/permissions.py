"""Who may read which manual."""

from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.people.permissions import audiences_of


def can_read(actor: Actor, audience: Audience) -> bool:
    """Whether somebody belongs to those for whom a text is meant."""
    return audience in audiences_of(actor)
