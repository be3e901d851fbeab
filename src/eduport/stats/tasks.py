"""Background work: days that are over are closed, figures of accounts are stored."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from eduport.stats.services.closing import (
    close_days,
    condense_months,
    forget_months,
)
from eduport.stats.services.figures import store_figures


@task()
def close_days_task() -> None:
    """Close what is over; what is old enough becomes months."""
    now = timezone.now()
    today = timezone.localdate(now)
    close_days(before=today, at=now)
    keep_days = settings.EDUPORT.statistics_days
    condense_months(today=today, keep_days=keep_days, at=now)
    forget_months(today=today, keep_days=keep_days)


@task()
def store_figures_task() -> None:
    """Keep what is published about accounts on the first day of each month."""
    store_figures(settings.PAIRWISE_KEY, day=timezone.localdate().replace(day=1))
