"""From a request to the actor behind it."""

from django.http import HttpRequest

from eduport.core.actor import VISITOR, Actor


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in account's actor, or VISITOR."""
    actor = getattr(request.user, "actor", VISITOR)
    return actor if isinstance(actor, Actor) else VISITOR
