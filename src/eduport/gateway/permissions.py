"""Who decides which other systems reach us."""

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


def can_manage_gateway(actor: Actor) -> bool:
    """The central team: what leaves the portal is the authority's decision."""
    return AdminRole.CENTRAL_TEAM in actor.roles


def can_manage(actor: Actor, _object: object) -> bool:
    """The same, for views of one object."""
    return can_manage_gateway(actor)
