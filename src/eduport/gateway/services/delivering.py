"""Telling other systems, again and again until they have taken it."""

import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.gateway.clients.outgoing import Answer, Reach, UnreachableError, post
from eduport.gateway.models import Delivery, Ending, Event, WebhookEndpoint
from eduport.gateway.rules.webhooks import headers_for, pause_after
from eduport.gateway.services.webhooks import disable_endpoint, secrets_of

logger = logging.getLogger(__name__)
WORKER = Actor.system("webhooks")
# Longer than one try may take: of who died in one, somebody else takes over then.
CLAIM = timedelta(minutes=2)
AT_A_TIME = 10
GONE = 410
BUSY = {429, 503}


def deliver_due(endpoint_id: int, *, at: datetime) -> bool:
    """Tell an endpoint what is due, oldest first. Says whether there may be more.

    A try is claimed before it is made: who is killed in it leaves a delivery that is
    due again soon, under the same webhook-id. One that does not answer at all ends the
    round, so that a dead server costs one time-out and not one for each event.
    """
    for _ in range(AT_A_TIME):
        delivery = _claimed(endpoint_id, at)
        if delivery is None:
            return False
        if not _try(delivery, at=at):
            return False
    return True


def _due(at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        delivered_at=None,
        given_up_at=None,
        next_try_at__lte=at,
        endpoint__disabled_at=None,
    )


def endpoints_with_due(*, at: datetime) -> list[int]:
    """Whom somebody should tell something now; an index knows."""
    return list(_due(at).order_by().values_list("endpoint", flat=True).distinct())


@transaction.atomic
def _claimed(endpoint_id: int, at: datetime) -> Delivery | None:
    due = _due(at).filter(endpoint=endpoint_id).order_by("event_id")
    found = due.select_for_update(skip_locked=True, of=["self"]).first()
    if found is None:
        return None
    Delivery.objects.filter(pk=found.pk).update(
        next_try_at=at + CLAIM, tries=F("tries") + 1, tried_at=at
    )
    return Delivery.objects.select_related("event", "endpoint").get(pk=found.pk)


def _try(delivery: Delivery, *, at: datetime) -> bool:
    """Whether the server answered at all."""
    event, endpoint = delivery.event, delivery.endpoint
    headers = headers_for(
        str(event.uid), int(at.timestamp()), event.body, secrets_of(endpoint, at)
    )
    headers |= {"Content-Type": "application/json", "User-Agent": "eduPort"}
    config = settings.EDUPORT
    reach = Reach(config.webhook_networks, allow_loopback=config.development)
    try:
        answer = post(endpoint.url, event.body, headers, reach=reach)
    except UnreachableError as error:
        _postpone(delivery, None, str(error), at=at)
        return False
    if answer.is_taken:
        _take(delivery, answer, at=at)
    else:
        _postpone(delivery, answer, "", at=at)
    return True


@transaction.atomic
def _take(delivery: Delivery, answer: Answer, *, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        delivered_at=at, status=answer.status, fault=""
    )
    failing = WebhookEndpoint.objects.exclude(failing_since=None)
    failing.filter(pk=delivery.endpoint_id).update(failing_since=None)


@transaction.atomic
def _postpone(
    delivery: Delivery, answer: Answer | None, fault: str, *, at: datetime
) -> None:
    """Try again later, or give up; who took nothing for so long is told no more."""
    endpoint = delivery.endpoint
    pause = pause_after(delivery.tries, chance=random.random())  # noqa: S311 -- no secret
    if answer and answer.status in BUSY and answer.retry_after and pause:
        pause = max(pause, timedelta(seconds=answer.retry_after))
    row = Delivery.objects.filter(pk=delivery.pk)
    row.update(
        status=answer.status if answer else None,
        fault=fault,
        next_try_at=at + (pause or timedelta()),
        given_up_at=None if pause else at,
    )
    healthy = WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since=None)
    healthy.update(failing_since=delivery.event.created_at)
    logger.warning("Webhook %s was not taken by %s", delivery.event_id, endpoint.pk)
    if answer and answer.status == GONE:
        disable_endpoint(endpoint, Ending.GONE, by=WORKER, at=at)
    elif pause is None and not _took_something(delivery):
        disable_endpoint(endpoint, Ending.FAILING, by=WORKER, at=at)


def _took_something(delivery: Delivery) -> bool:
    """Whether the endpoint took anything since this event happened."""
    others = Delivery.objects.filter(endpoint=delivery.endpoint_id)
    return others.filter(delivered_at__gt=delivery.event.created_at).exists()


@transaction.atomic
def send_again(delivery: Delivery, *, by: Actor, at: datetime) -> None:
    """Tell it once more, taken or not, under the same webhook-id."""
    Delivery.objects.filter(pk=delivery.pk).update(
        next_try_at=at, tries=0, delivered_at=None, given_up_at=None
    )
    record("gateway.delivery.repeated", delivery.endpoint, by=by, at=at)


def purge_events(*, at: datetime) -> int:
    """Forget what happened, and how telling went, after some time; return how many."""
    before = at - timedelta(days=settings.EDUPORT.webhook_days)
    old = Event.objects.filter(created_at__lt=before)
    count = old.count()
    old.delete()
    return count
