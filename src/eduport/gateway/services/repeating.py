"""Doing what was asked once, however often it is asked."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from eduport.gateway.errors import KeyUsedOtherwiseError
from eduport.gateway.models import AcceptedRequest, ApiToken

M = TypeVar("M", bound=Model)
KEPT_FOR = timedelta(days=1)


@transaction.atomic
def once(
    token: ApiToken,
    key: str,
    asked: str,
    make: Callable[[], M],
    find: Callable[[int], M],
    *,
    at: datetime,
) -> M:
    """Make something, or find what was made for the same key before.

    A second request that comes while the first is at work waits for it: the row is
    unique. Raises KeyUsedOtherwiseError if the key was used for something else.
    """
    digest = hashlib.sha256(asked.encode()).hexdigest()
    # INSERT … ON CONFLICT DO NOTHING waits for whoever inserts the same key now.
    AcceptedRequest.objects.bulk_create(
        [AcceptedRequest(token=token, key=key, digest=digest, at=at)],
        ignore_conflicts=True,
    )
    rows = AcceptedRequest.objects.select_for_update(of=["self"])
    accepted = rows.get(token=token, key=key)
    if accepted.digest != digest:
        raise KeyUsedOtherwiseError
    if accepted.made_id is not None:
        return find(accepted.made_id)
    made = make()
    accepted.made_id = made.pk
    accepted.save(update_fields=["made_id"])
    return made


def purge_accepted_requests(*, at: datetime) -> int:
    """Forget keys after a day; return how many."""
    count, _ = AcceptedRequest.objects.filter(at__lt=at - KEPT_FOR).delete()
    return count
