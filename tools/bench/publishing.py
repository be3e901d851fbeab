"""News of a whole city, in a process of its own: the dashboard, and the digest."""

import json
import random
import time
from datetime import UTC, datetime, timedelta

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduport.accounts.models import Account
from eduport.news.models import DigestReader, DigestRun, NewsItem
from eduport.news.queries import board_for
from eduport.news.services.digests import prepare_digest, queue_digest
from eduport.outbox.models import WaitingMail

ITEMS = 20_000
READERS = 200
SAMPLES = 3
# The same readers in every run.
CHOICE = random.Random(1)  # noqa: S311 -- no secret
# Each school says the same amount; a tenth of it is shown now, and half of that is
# meant for a class.
FILL = """
    UPDATE accounts_account SET activated_at = created_at WHERE kind = 'person';
    INSERT INTO news_newsitem (uid, school_id, title, text, is_public, signed_as,
        created_at, changed_at, published_at, starts_at, ends_at, is_important)
    SELECT gen_random_uuid(), school.id, 'Neuigkeit ' || n,
        repeat('Ein Satz, wie er in Neuigkeiten steht. ', 30), n %% 5 = 0, '',
        %(at)s - interval '1 year', %(at)s - interval '1 year',
        %(at)s - interval '1 year',
        %(at)s - (CASE WHEN n / schools %% 10 = 0 THEN 1 ELSE 300 END || ' hours')
            ::interval,
        %(at)s + (CASE WHEN n / schools %% 10 = 0 THEN 300 ELSE -2 END || ' hours')
            ::interval,
        n / schools %% 50 = 0
    FROM generate_series(1, %(items)s) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place,
                 count(*) OVER () AS schools FROM people_school) school
      ON school.place = n %% school.schools;
    INSERT INTO news_newsaudience (item_id, school_id, role, group_id)
    SELECT item.id, item.school_id, '', CASE WHEN (round - 1) %% 20 = 0 THEN (
        SELECT grp.id FROM people_group grp
        WHERE grp.school_id = item.school_id AND grp.kind = 'class'
        ORDER BY grp.id OFFSET item.id %% 20 LIMIT 1) END
    FROM (SELECT id, school_id, row_number() OVER (
              PARTITION BY school_id ORDER BY id) AS round
          FROM news_newsitem) item;
    INSERT INTO news_digestchoice (account_id, rhythm, stop_key)
    SELECT id, 'daily', gen_random_uuid() FROM accounts_account WHERE kind = 'person';
    ANALYZE
"""


def main() -> None:
    """Print as JSON how long the dashboard's news and a digest for all take."""
    at = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"at": at, "items": ITEMS})
    print(json.dumps({"dashboard": _dashboards(at), "digest": _digest(at)}))


def _dashboards(at: datetime) -> dict[str, object]:
    accounts = Account.objects.filter(kind="person", person__affiliation__ended_at=None)
    keys = list(accounts.values_list("pk", flat=True).order_by("pk"))
    actors = [
        account.actor
        for account in Account.objects.filter(pk__in=CHOICE.sample(keys, READERS))
    ]
    times, most = [], 0
    for actor in actors * SAMPLES:
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            board_for(actor, at)
            times.append((time.perf_counter() - start) * 1000)
        most = max(most, len(queries))
    return {
        "times": times[READERS:],
        "queries": most,
        "items": NewsItem.objects.count(),
    }


def _digest(at: datetime) -> dict[str, object]:
    run = DigestRun.objects.create(
        rhythm="daily", day=at.date(), since=at - timedelta(days=1), until=at
    )
    start = time.monotonic()
    prepare_digest(run.pk, at=at)
    prepared = time.monotonic() - start
    readers = DigestReader.objects.filter(run=run)
    number, sets = readers.count(), readers.values("item_ids").distinct().count()
    while queue_digest(run.pk, at=at):
        pass
    return {
        "prepared": prepared,
        "seconds": time.monotonic() - start,
        "readers": number,
        "sets": sets,
        "copies": WaitingMail.objects.values("recipient").distinct().count(),
    }


if __name__ == "__main__":
    main()
