"""Reading whom we tell, and how telling goes."""

from django.db.models import Count, Q, QuerySet

from eduport.gateway.models import Delivery, WebhookEndpoint

SHOWN = 100


def all_endpoints() -> QuerySet[WebhookEndpoint]:
    """All endpoints, with how much waits for each."""
    is_waiting = Q(
        delivery__isnull=False,
        delivery__delivered_at=None,
        delivery__given_up_at=None,
    )
    return WebhookEndpoint.objects.annotate(
        waiting=Count("delivery", filter=is_waiting)
    )


def deliveries() -> QuerySet[Delivery]:
    """All deliveries, the newest first."""
    return Delivery.objects.select_related("event", "endpoint")


def latest_deliveries(endpoint: WebhookEndpoint) -> QuerySet[Delivery]:
    """What an endpoint was told lately, the newest first: one query."""
    return deliveries().filter(endpoint=endpoint)[:SHOWN]
