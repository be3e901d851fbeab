"""Reading the terms of use."""

from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet

from eduport.accounts.models import Terms


def all_terms() -> QuerySet[Terms]:
    """All versions, the newest first, also those that do not hold yet."""
    return Terms.objects.order_by("-valid_from")


def current_terms(at: datetime) -> Terms | None:
    """The terms that hold at a time.

    Every request of somebody signed in asks for them, so a process reads the table
    once a minute; a new version is noticed everywhere a minute later.
    """
    versions = _read_in(at.replace(second=0, microsecond=0))
    return next((terms for terms in versions if terms.valid_from <= at), None)


@lru_cache(maxsize=4)
def _read_in(minute: datetime) -> list[Terms]:
    return list(all_terms())


def forget_cached_terms() -> None:
    """Let this process notice a new version at once."""
    _read_in.cache_clear()
