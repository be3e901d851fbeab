"""Who gets what in a digest: one statement for the news, and one for the events."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from eduport.core.recurrence import on_the_wall
from eduport.news.models import (
    DigestRun,
    Event,
    NewsItem,
    Publication,
    Rhythm,
)
from eduport.news.queries.public import in_period
from eduport.news.queries.series import Listed
from eduport.news.queries.states import active_news
from eduport.news.queries.visible import audience_rows
from eduport.news.rules.occurrences import MIDNIGHT
from eduport.people.queries import EVERYDAY_APPOINTMENTS
from eduport.people.queries.members import EVERYONE

AHEAD = {Rhythm.DAILY.value: timedelta(days=2), Rhythm.WEEKLY.value: timedelta(days=7)}

# The rows of `visible`, for all readers at once: what fits by school and role, by
# appointment, and by group. What is for one school and what is for all is joined apart:
# an OR of both would compare every reader with every row.
STATEMENT = """
WITH wanted AS (
  SELECT account.id AS account_id, account.person_id
  FROM news_digestchoice choice
  JOIN accounts_account account ON account.id = choice.account_id
  WHERE choice.rhythm = %(rhythm)s AND account.kind = 'person'
    AND account.disabled_at IS NULL AND account.activated_at IS NOT NULL
), audience AS (
  SELECT * FROM {audience} WHERE item_id = ANY(%(items)s)
), held AS (
  SELECT wanted.account_id, wanted.person_id, affiliation.school_id, affiliation.role
  FROM wanted
  JOIN people_affiliation affiliation
    ON affiliation.person_id = wanted.person_id AND affiliation.ended_at IS NULL
  UNION
  SELECT wanted.account_id, wanted.person_id, appointment.school_id, appointment.role
  FROM wanted
  JOIN people_appointment appointment
    ON appointment.person_id = wanted.person_id
   AND appointment.role = ANY(%(appointments)s) AND appointment.starts_at <= now()
   AND (appointment.ends_at IS NULL OR appointment.ends_at > now())
), several AS (
  SELECT account_id FROM held GROUP BY account_id
  HAVING count(DISTINCT school_id) > 1 AND count(DISTINCT role) > 1
), member (root, part, person_id) AS (
  {everyone}
), found AS (
  SELECT held.account_id, audience.item_id
  FROM held JOIN audience
    ON audience.group_id IS NULL AND audience.school_id = held.school_id
   AND (audience.role = '' OR audience.role = held.role)
  UNION
  SELECT held.account_id, audience.item_id
  FROM held JOIN audience
    ON audience.group_id IS NULL AND audience.school_id IS NULL
   AND (audience.role = '' OR audience.role = held.role)
  UNION
  SELECT wanted.account_id, audience.item_id
  FROM audience
  JOIN member ON member.root = audience.group_id
  JOIN wanted ON wanted.person_id = member.person_id
  WHERE audience.role = '' OR EXISTS (
    SELECT FROM held
    WHERE held.account_id = wanted.account_id AND held.role = audience.role
      AND (held.school_id = audience.school_id OR NOT EXISTS (
        SELECT FROM several WHERE several.account_id = wanted.account_id)))
)
INSERT INTO news_digestreader (run_id, account_id, {column})
SELECT %(run)s, account_id, array_agg(item_id ORDER BY item_id)
FROM found GROUP BY account_id
ON CONFLICT (run_id, account_id) DO UPDATE SET {column} = EXCLUDED.{column}
"""
COLUMNS: dict[type[Publication], str] = {NewsItem: "item_ids", Event: "event_ids"}


def readers_statement(
    run: DigestRun, model: type[Publication], keys: Sequence[int]
) -> tuple[str, dict[str, Any]]:
    """The statement that writes who gets which of these in a digest, and its values."""
    audience = audience_rows(model)
    rows = audience.filter(item__in=keys, group__isnull=False)
    statement = STATEMENT.format(
        audience=audience.model._meta.db_table,
        column=COLUMNS[model],
        everyone=EVERYONE.replace("%s", "%(groups)s"),
    )
    return statement, {
        "run": run.pk,
        "rhythm": run.rhythm,
        "items": list(keys),
        "groups": list(rows.values_list("group_id", flat=True).distinct()),
        "appointments": [role.value for role in EVERYDAY_APPOINTMENTS],
    }


def new_items(run: DigestRun) -> QuerySet[NewsItem]:
    """What became readable in the time of a digest and still is."""
    rows = active_news(run.until).annotate(since=Greatest("starts_at", "published_at"))
    return rows.filter(since__gt=run.since, since__lte=run.until)


def begin_soon(run: DigestRun, events: QuerySet[Event]) -> list[Listed]:
    """The occurrences of these events that begin before the next digest but one.

    For each day: today and tomorrow; for each week: its days. What began before is no
    news, such as the holidays on each of their days.
    """
    first = on_the_wall(run.until)
    today = first.date()
    before = datetime.combine(today + AHEAD[run.rhythm], MIDNIGHT)
    return [
        one
        for one in in_period(events.prefetch_related("exceptions"), first, before)
        if one.occurrence.occurs_on >= today
    ]
