"""A worker that is killed at any moment leaves what the next one goes on with."""

import datetime as dt

import pytest
from django.db import connection

from eduport.training.models import SEATED, Booking, TrainingDate
from eduport.training.queries.bookings import bookings_to_tell
from eduport.training.services.following import bookings_to_remind, follow_dates
from eduport.training.services.telling import remind, tell_booking
from tests.factories.outbox import letters
from tests.factories.people import NOON
from tests.factories.training import (
    BookingFactory,
    TrainingDateFactory,
    seated,
    staff,
)
from tests.sync.engine.nights import Databases, Night, dice

pytestmark = pytest.mark.slow
NEVER = float("inf")
KILLS = 8
HOURS = dt.timedelta(hours=1)


@pytest.fixture
def databases(transactional_db):
    """Copies of the tests' database, which nobody may use meanwhile."""
    connection.close()
    databases = Databases(connection.settings_dict["NAME"])
    yield databases
    databases.remove_all()


def work(last, statements):
    """What the task does, at noon; be killed after so many statements."""
    statements.last = last
    follow_dates(at=NOON)
    for key in bookings_to_tell(before=NOON + HOURS):
        tell_booking(key, at=NOON)
    for key in bookings_to_remind(at=NOON):
        remind(key, at=NOON)


def fill():
    """Offers that are over, people who wait, a date that begins, one that is soon."""
    full = TrainingDateFactory(seats=2)
    for _seat in range(2):
        seated(full, person=staff().person, state="offered", offer_ends_at=NOON)
    for _place in range(4):
        BookingFactory(date=full, person=staff().person)
    begun = TrainingDateFactory(starts_at=NOON, seats=1)
    seated(begun, person=staff().person)
    for state in ("waiting", "asked"):
        BookingFactory(date=begun, person=staff().person, state=state)
    soon = TrainingDateFactory(starts_at=NOON + 40 * HOURS, seats=3)
    for _seat in range(3):
        seated(soon, person=staff().person)


def outcome():
    """What can be seen afterwards, wherever it was killed."""
    for date in TrainingDate.objects.all():
        assert date.seats_taken == date.booking_set.filter(state__in=SEATED).count()
    assert not Booking.objects.filter(tell_since__isnull=False).exists()
    states = list(Booking.objects.order_by("pk").values_list("state", flat=True))
    return states, sorted((one.to, one.subject) for one in letters())


def test_a_worker_survives_being_killed(databases):
    full = databases.make("full")
    with databases.opened(full):
        fill()
    whole = databases.make("whole", full)
    measured = Night(whole, work, NEVER).end()
    with databases.opened(whole):
        expected = outcome()
    states, mails = expected
    assert states[:6] == [
        "lapsed",
        "lapsed",
        "offered",
        "offered",
        "waiting",
        "waiting",
    ]
    # Two offers over, two made, two lists closed, three reminders.
    assert len(mails) == 9
    random = dice()
    for number in range(KILLS):
        name = databases.make("killed", full)
        moment = random.randrange(1, int(measured["statements"]))
        Night(name, work, moment).be_killed()
        Night(name, work, NEVER).end()
        with databases.opened(name):
            assert outcome() == expected, f"kill {number} at {moment}"
        databases.remove(name)
