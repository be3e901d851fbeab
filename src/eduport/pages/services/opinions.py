"""What visitors say of a page: counted, and nobody knows who said it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from eduport.pages.models import InfoPage, Opinion

LONGEST = 500


def give_opinion(
    page: InfoPage,
    *,
    visitor: Sequence[object],
    is_helpful: bool,
    text: str,
    at: datetime,
) -> Opinion:
    """Count an answer. A second one on the same day takes the place of the first."""
    day = timezone.localdate(at)
    found, _is_new = Opinion.objects.update_or_create(
        page=page,
        given_on=day,
        visitor=_hashed(visitor, page.pk, day),
        defaults={"is_helpful": is_helpful, "text": text.strip()[:LONGEST]},
    )
    return found


def _hashed(visitor: Sequence[object], *of: object) -> str:
    # Keyed, and another one each day and page: visits cannot be put together.
    words = "\0".join(map(str, [*visitor, *of]))
    return salted_hmac("eduport.pages.opinions", words, algorithm="sha256").hexdigest()


def purge_opinions(*, at: datetime) -> int:
    """Forget who answered before today, and the oldest answers. Returns how many."""
    today = timezone.localdate(at)
    Opinion.objects.filter(given_on__lt=today).exclude(visitor=None).update(
        visitor=None
    )
    days = settings.EDUPORT.page_feedback_days
    old = Opinion.objects.filter(given_on__lt=today - timedelta(days=days))
    return old.delete()[0]
