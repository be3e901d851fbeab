"""An erasure that is killed at any moment goes on, and its certificate is right."""

import datetime as dt

import pytest
from django.db import connection

from eduport.core.actor import Actor
from eduport.people.models import Person, ReservedAddress
from eduport.privacy.models import ErasureRun
from eduport.privacy.queries.erasure import Cutoffs
from eduport.privacy.services import erasure
from eduport.privacy.services.erasure import erase_due
from eduport.sync.models import Change
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.sync.engine.nights import Databases, Night, dice, wait_for

pytestmark = pytest.mark.slow
NEVER = float("inf")
PEOPLE = 20
CHUNK = 4
KILLS = 6


@pytest.fixture
def databases(transactional_db):
    """Copies of the tests' database, which nobody may use meanwhile."""
    connection.close()
    databases = Databases(connection.settings_dict["NAME"])
    yield databases
    databases.remove_all()


def erase(last, statements):
    """Erase everybody who is due; be killed after so many statements."""
    statements.last = last
    erasure.CHUNK = CHUNK
    cutoffs = Cutoffs.of(NOON, days=60, unused_days=60)
    wait_for(
        lambda: erase_due(cutoffs, limit=1000, by=Actor.system("erasure"), at=NOON)
    )


def fill():
    """Leavers with an account and an address each, and somebody who stays."""
    school = SchoolFactory(code="xy")
    released_at = NOON - dt.timedelta(days=61)
    for number in range(1, PEOPLE + 1):
        person = PersonFactory(home_school=school, deletion_released_at=released_at)
        AddressFactory(person=person, number=number)
        AccountFactory(person=person)
        for entity in ("person", "affiliation"):
            write(entity, person.pk)
    write("person", PersonFactory(home_school=school).pk)


def write(entity, person_id):
    """A row in the journal of the sync."""
    Change.objects.create(
        run_id=1, unit=1, entity=entity, op="create", subject_id=person_id, row=1
    )


def certificates():
    """What can be seen afterwards, wherever it was killed."""
    assert list(Change.objects.values_list("subject_id", flat=True)) == [
        Person.objects.get().pk
    ]
    assert [row.number for row in ReservedAddress.objects.all()] == [PEOPLE]
    runs = list(ErasureRun.objects.order_by("pk"))
    assert all(run.finished_at == NOON for run in runs)
    assert sum(run.people for run in runs) == PEOPLE
    return [run.counts for run in runs]


def test_an_erasure_survives_being_killed(databases):
    full = databases.make("full")
    with databases.opened(full):
        fill()
    whole = databases.make("whole", full)
    measured = Night(whole, erase, NEVER).end()
    with databases.opened(whole):
        expected = certificates()
    assert expected[0]["people.Person"] == PEOPLE
    assert expected[0]["sync.Change"] == 2 * PEOPLE
    random = dice()
    for number in range(KILLS):
        name = databases.make("killed", full)
        moment = random.randrange(3, int(measured["statements"]))
        Night(name, erase, moment).be_killed()
        Night(name, erase, NEVER).end()
        with databases.opened(name):
            assert certificates() == expected, f"kill {number} at {moment}"
        databases.remove(name)
