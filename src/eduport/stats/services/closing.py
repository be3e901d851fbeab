"""What happens to counts at night: days are closed, old days become months."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from eduport.stats.models import PUBLISHED, SignInMonth, VisitCount

CONDENSE = """
WITH gone AS (
    DELETE FROM stats_visitcount
    WHERE NOT is_month AND closed_at IS NOT NULL AND day < %(before)s
    RETURNING *
)
INSERT INTO stats_visitcount AS stored
    (day, is_month, kind, item, school_kind, role, visits, "offset", closed_at)
SELECT date_trunc('month', day)::date, true, kind, item, school_kind, role,
       sum(visits), 0, %(at)s
FROM gone
GROUP BY date_trunc('month', day), kind, item, school_kind, role
ON CONFLICT (day, is_month, kind, item, school_kind, role)
DO UPDATE SET visits = stored.visits + excluded.visits
"""


@transaction.atomic
def close_days(*, before: date, at: datetime) -> int:
    """Replace the exact counts of days that are over by what is shown of them.

    Says how many rows there were. Closing twice is the same as once: what is shown of
    what is shown is itself.
    """
    rows = VisitCount.objects.filter(closed_at=None, day__lt=before)
    count = rows.update(visits=PUBLISHED, offset=0, closed_at=at)
    VisitCount.objects.filter(closed_at__isnull=False, visits=0).delete()
    return count


@transaction.atomic
def condense_months(*, today: date, keep_days: int, at: datetime) -> None:
    """Make one row of the days of each month that is old enough as a whole.

    The sum of what was shown is shown, and no new number: a report of before and one of
    after differ in nothing, so nobody learns from both.
    """
    before = (today - timedelta(days=keep_days)).replace(day=1)
    with connection.cursor() as cursor:
        cursor.execute(CONDENSE, {"before": before, "at": at})


def forget_months(*, today: date, keep_days: int) -> int:
    """Delete months of last sign-ins that are too old. Says how many there were."""
    oldest = today - timedelta(days=keep_days)
    return SignInMonth.objects.filter(month__lt=oldest).delete()[0]
