"""Storing what is published about accounts, so that it can be read over time."""

from datetime import date

from django.db import transaction

from eduport.stats.models import AccountFigure
from eduport.stats.queries.figures import account_figures


@transaction.atomic
def store_figures(key: str, *, day: date) -> int:
    """Store the rounded figures as those of a day; what is there stays.

    Only what anybody may read is stored, so nothing more exact exists afterwards.
    """
    if AccountFigure.objects.filter(day=day).exists():
        return 0
    rows = [
        AccountFigure(
            day=day,
            school_kind=one.school_kind,
            role=one.role,
            accounts=one.accounts,
            activated=one.activated,
        )
        for one in account_figures(key, since=day)
        if one.accounts
    ]
    return len(AccountFigure.objects.bulk_create(rows, ignore_conflicts=True))
