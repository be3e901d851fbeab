"""From a request to the actor behind it."""

from django.http import HttpRequest

from eduport.core.actor import VISITOR, Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the signed-in account, otherwise `VISITOR`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return VISITOR
    actor: Actor = user.actor
    return actor
