"""Tables of what other systems may, and what was sent to them."""

from eduport.gateway.models.tokens import AcceptedRequest, ApiToken, Scope
from eduport.gateway.models.webhooks import (
    Delivery,
    Ending,
    Event,
    EventKind,
    WebhookEndpoint,
)
from eduport.gateway.models.zammad import ZammadArticle, ZammadTicket

__all__ = [
    "AcceptedRequest",
    "ApiToken",
    "Delivery",
    "Ending",
    "Event",
    "EventKind",
    "Scope",
    "WebhookEndpoint",
    "ZammadArticle",
    "ZammadTicket",
]
