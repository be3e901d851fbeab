"""Many people who book in the same second, each over a connection of its own."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from eduport.accounts.models import Account
from eduport.people.models import Affiliation, Person
from eduport.training.models import SEATED, Booking, BookingState, TrainingDate
from eduport.training.services.booking import book_seat
from tests.factories.people import NOON, SchoolFactory, SourceFactory
from tests.factories.training import TrainingDateFactory

PEOPLE, SEATS, AT_ONCE = 300, 20, 60
"""The tests' PostgreSQL lets 80 in; 60 are in the service at any moment."""


def make_date(**values):
    """A date with the seats that are wanted."""
    return TrainingDateFactory(seats=SEATS, **values)


def make_staff(number=PEOPLE):
    """So many teachers with accounts, in a few statements."""
    school, source = SchoolFactory(), SourceFactory()
    persons = Person.objects.bulk_create(
        Person(
            source=source,
            given_name="Ada",
            family_name=f"Berg{n}",
            address_base="ada.berg",
            home_school=school,
            created_at=NOON,
        )
        for n in range(number)
    )
    Affiliation.objects.bulk_create(
        Affiliation(
            person=person, school=school, role="teacher", source=source, started_at=NOON
        )
        for person in persons
    )
    return Account.objects.bulk_create(
        Account(
            person=person,
            username=f"rush{n}@{school.code}.hamburg.de",
            created_at=NOON,
            activated_at=NOON,
            password="!",
            terms_version="2026-1",
        )
        for n, person in enumerate(persons)
    )


def at_once(jobs, threads=AT_ONCE):
    """Run the jobs side by side, from one moment on; how long it took.

    What a job raises is raised here.
    """
    gate = threading.Event()

    def run(job):
        gate.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(run, job) for job in jobs]
        time.sleep(0.2)
        start = time.monotonic()
        gate.set()
        results = [future.result() for future in futures]
    return results, time.monotonic() - start


def rush_the_service(accounts, date, *, at=NOON):
    """All of them book the date."""
    actors = [account.actor for account in accounts]
    jobs = [lambda actor=actor: book_seat(date.pk, by=actor, at=at) for actor in actors]
    return at_once(jobs)


def assert_fairly_given(date, people=PEOPLE, seats=SEATS):
    """Each seat once, everybody once, and the list in the order of arrival."""
    date = TrainingDate.objects.get(pk=date.pk)
    rows = list(Booking.objects.filter(date=date).order_by("pk"))
    states = [row.state for row in rows]
    assert len(rows) == len({row.person_id for row in rows}) == people
    assert date.seats_taken == sum(state in SEATED for state in states) == seats
    # Whoever came first has a seat: nobody on the list was before one of them.
    assert states[:seats] == [BookingState.BOOKED] * seats
    assert states[seats:] == [BookingState.WAITING] * (people - seats)


def soon():
    """A start that is still to come, by the clock of the server."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=20)
