"""The active school year: on 1 August by itself, once; by hand back and forth."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import AcademicSession, Group, SourceKind
from eduport.people.queries.years import active_year, in_active_year
from eduport.people.services.years import activate_year, switch_year_if_due
from tests.factories.people import (
    AcademicSessionFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
WORKER, TEAM = Actor.system("schedule"), Actor("central team")
MIDNIGHT = dt.datetime(2026, 8, 1, tzinfo=BERLIN)
A_SECOND = dt.timedelta(seconds=1)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def old():
    """The active year, which ends tonight."""
    return year_session(2025, activated_at=MIDNIGHT - 300 * A_DAY)


@pytest.fixture
def new():
    return year_session(2026)


def switch(at):
    return switch_year_if_due(by=WORKER, at=at)


def switches():
    return LogEntry.objects.filter(action="people.school_year.activated").count()


@pytest.mark.usefixtures("old", "new")
def test_the_year_changes_at_midnight_in_hamburg():
    switch(MIDNIGHT - A_SECOND)
    before = active_year()

    switch(MIDNIGHT)

    assert (before, active_year(), switches()) == (2025, 2026, 1)


@pytest.mark.usefixtures("old", "new")
def test_the_year_changes_once():
    assert switch(MIDNIGHT) is not None
    assert switch(MIDNIGHT) is None
    assert switches() == 1


@pytest.mark.usefixtures("old", "new")
def test_who_was_away_on_1_august_catches_up():
    switch(MIDNIGHT + 2 * A_DAY)

    assert active_year() == 2026


@pytest.mark.usefixtures("old")
def test_a_year_that_no_source_has_is_made():
    switch(MIDNIGHT)

    made = AcademicSession.objects.get(starting_year=2026)
    assert (made.name, made.starts_on, made.ends_on) == (
        "2026/27",
        dt.date(2026, 8, 1),
        dt.date(2027, 8, 1),
    )
    assert made.source.kind == SourceKind.MANUAL


def test_without_any_year_nothing_happens():
    assert switch(MIDNIGHT) is None
    assert AcademicSession.objects.count() == 0


@pytest.mark.usefixtures("old", "new")
def test_what_the_central_team_decides_after_the_change_stays():
    switch(MIDNIGHT)
    activate_year(2025, by=TEAM, at=MIDNIGHT + A_DAY)

    switch(MIDNIGHT + 2 * A_DAY)

    assert active_year() == 2025


@pytest.mark.usefixtures("old", "new")
def test_who_switches_early_is_not_switched_again():
    activate_year(2026, by=TEAM, at=MIDNIGHT - A_DAY)

    switch(MIDNIGHT - A_SECOND)
    before = active_year()
    switch(MIDNIGHT)

    assert (before, active_year(), switches()) == (2026, 2026, 1)


@pytest.mark.usefixtures("old", "new")
def test_a_year_that_was_taken_back_changes_again_the_next_summer():
    switch(MIDNIGHT)
    activate_year(2025, by=TEAM, at=MIDNIGHT + A_DAY)

    switch(MIDNIGHT + 365 * A_DAY)

    assert active_year() == 2027


@pytest.mark.usefixtures("old", "new")
def test_activating_the_active_year_changes_nothing():
    assert activate_year(2025, by=TEAM, at=MIDNIGHT) is None
    assert switches() == 0


def test_two_years_are_never_active_at_once(old):
    with pytest.raises(IntegrityError, match="session_one_is_active"):
        year_session(2026, activated_at=MIDNIGHT)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "year"),
    [
        ((2026, 8, 1), (2027, 8, 1), 2026),
        ((2026, 8, 20), (2027, 7, 10), 2026),
        ((2026, 7, 27), (2027, 7, 31), 2026),
        ((2027, 2, 1), (2027, 8, 1), 2026),
        ((2026, 8, 1), (2027, 2, 1), 2026),
    ],
)
def test_the_days_of_a_session_say_to_which_year_it_belongs(starts_on, ends_on, year):
    session = AcademicSessionFactory(
        starts_on=dt.date(*starts_on), ends_on=dt.date(*ends_on)
    )

    assert session.starting_year == year


def test_groups_of_a_year_are_those_of_its_terms_and_of_all_feeds(new):
    new.activated_at = MIDNIGHT
    new.save()
    other = year_session(2026, source=SourceFactory(slug="other"))
    term = AcademicSessionFactory(kind="term", starts_on=dt.date(2027, 2, 1))
    school = SchoolFactory()
    of_today = [school_class(school, "7a", one) for one in (new, other, term)]
    school_class(school, "7a", year_session(2025))

    assert list(Group.objects.filter(in_active_year()).order_by("pk")) == of_today


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_workers_change_the_year_once():
    year_session(2025, activated_at=MIDNIGHT - A_DAY)
    start, done = threading.Barrier(4), []

    def work():
        start.wait()
        done.append(switch(MIDNIGHT))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=20)

    assert [session.starting_year for session in done if session] == [2026]
    assert (active_year(), switches()) == (2026, 1)
    assert AcademicSession.objects.filter(starting_year=2026).count() == 1
