"""300 people book a date with 20 seats at once, in threads of a portal's process."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from queue import Empty, SimpleQueue

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import Affiliation, Role
from eduport.training.models import CourseKind, TrainingDate
from eduport.training.services.booking import book_seat
from eduport.training.services.courses import add_course, add_date, publish_course
from eduport.training.types import CourseDraft, DateDraft

PEOPLE, SEATS, AT_ONCE = 300, 20, 60
BY = Actor.system("bench")


def main() -> None:
    """Print how long it took, and who got a seat, as JSON."""
    now = datetime.now(UTC)
    course = add_course(
        CourseDraft(CourseKind.WEBINAR, "Bench", "Bench", Decimal(1)), by=BY, at=now
    )
    publish_course(course, by=BY, at=now)
    start = now + timedelta(days=30)
    draft = DateDraft(start, start + timedelta(hours=1), SEATS, "Aula")
    date = add_date(course, draft, by=BY, at=now)
    seconds = _rush(date, _teachers(), now)
    states = list(date.booking_set.values_list("state", flat=True))
    found = {"seconds": seconds, "seats": states.count("booked")}
    print(json.dumps(found | {"waiting": states.count("waiting")}))


def _teachers() -> list[Actor]:
    rows = Affiliation.objects.filter(role=Role.TEACHER, ended_at=None)
    accounts = Account.objects.filter(
        kind=AccountKind.PERSON, person__in=rows.values("person")
    )
    return [account.actor for account in accounts.order_by("pk")[:PEOPLE]]


def _rush(date: TrainingDate, people: list[Actor], at: datetime) -> float:
    """Threads take one person after the other, each over its own open connection."""
    waiting: SimpleQueue[Actor] = SimpleQueue()
    for person in people:
        waiting.put(person)
    gate = threading.Barrier(AT_ONCE + 1)

    def book() -> None:
        connection.ensure_connection()
        gate.wait()
        try:
            while True:
                book_seat(date.pk, by=waiting.get_nowait(), at=at)
        except Empty:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(book) for _thread in range(AT_ONCE)]
        gate.wait()
        begun = time.monotonic()
        for future in futures:
            future.result()
        return time.monotonic() - begun


if __name__ == "__main__":
    main()
