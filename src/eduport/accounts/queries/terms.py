"""Reading the terms of use."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from eduport.accounts.models import Terms


def all_terms() -> QuerySet[Terms]:
    """All versions, the newest first, also those that do not hold yet."""
    return Terms.objects.order_by("-valid_from")


_REMEMBERED_FOR = timedelta(minutes=1)
_remembered: list[tuple[datetime, list[Terms]]] = []


def current_terms(at: datetime) -> Terms | None:
    """The terms that hold at a time.

    Every request of somebody signed in asks for them, so a process reads the table
    once a minute; a new version is noticed everywhere a minute later.
    """
    versions = _remembered_versions(at)
    return next((terms for terms in versions if terms.valid_from <= at), None)


def _remembered_versions(at: datetime) -> list[Terms]:
    for read_at, versions in _remembered:
        if timedelta() <= at - read_at < _REMEMBERED_FOR:
            return versions
    versions = list(all_terms())
    _remembered[:] = [(at, versions)]
    return versions


def forget_cached_terms() -> None:
    """Let this process notice a new version at once."""
    _remembered.clear()
