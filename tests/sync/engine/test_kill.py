"""Killed at any moment, the next run ends as if nothing had happened."""

import pytest
from django.db import connection

from eduport.ops.demo_city import CityPlan, write_city
from eduport.people.models import Address, Person
from eduport.sync.models import RunState, SyncRun
from tests.sync.engine.nights import Databases, Night, dice, sync, undo
from tests.sync.portraits import portrait, rows

pytestmark = pytest.mark.slow
NEVER = float("inf")
RANDOM_KILLS = 5


@pytest.fixture
def databases(transactional_db):
    """Copies of the tests' database, which nobody may use meanwhile."""
    connection.close()
    databases = Databases(connection.settings_dict["NAME"])
    yield databases
    databases.remove_all()


@pytest.fixture(scope="module")
def nights(tmp_path_factory):
    """Two nights of a city of six schools and two thousand people."""
    folders = []
    for variant in ("today", "next-day"):
        folder = tmp_path_factory.mktemp(variant)
        write_city(CityPlan(6, 2000, seed=3, variant=variant), folder)
        folders.append(folder)
    return folders


def everything(databases, name):
    """All that is compared: what is seen, and every address ever given."""
    with databases.opened(name):
        assert not SyncRun.objects.filter(state=RunState.APPLYING).exists()
        fields = "person__source_key base number domain"
        seen = portrait(with_uids=False)
        return {**seen, "given": rows(Address.objects.all(), fields)}


def uids(databases, name):
    with databases.opened(name):
        return dict(Person.objects.values_list("source_key", "uid"))


def points(random, measured):
    """When to be killed: while reading and planning, while applying, and anywhere."""
    planned, statements = int(measured["planned"]), int(measured["statements"])
    return [
        random.randrange(3, planned // 4),
        random.randrange(planned // 4, planned),
        random.randrange(planned, statements),
    ]


def check_kills(databases, like, work, expected):
    """Kill the work at many points, do it again, and compare."""
    random = dice()
    whole = databases.make("measured", like)
    measured = Night(whole, *work, NEVER).end()
    assert everything(databases, whole) == expected
    delays = [random.uniform(0, measured["seconds"]) for _ in range(RANDOM_KILLS)]
    kills = [*points(random, measured), *delays]
    for number, moment in enumerate(kills):
        name = databases.make("killed", like)
        if isinstance(moment, int):
            Night(name, *work, moment).be_killed()
        else:
            Night(name, *work, NEVER).kill_after(moment)
        Night(name, *work, NEVER).end()
        assert everything(databases, name) == expected, f"kill {number} at {moment}"
        databases.remove(name)


@pytest.fixture
def first(databases, nights):
    """A database after an undisturbed first night."""
    name = databases.make("first")
    Night(name, sync, nights[0], NEVER).end()
    return name


def test_a_first_import_survives_being_killed(databases, nights, first):
    expected = everything(databases, first)
    assert len(expected["persons"]) == len(expected["accounts"]) == 2000

    check_kills(databases, "", (sync, nights[0]), expected)


def test_a_usual_night_survives_being_killed(databases, nights, first):
    before, known = everything(databases, first), uids(databases, first)
    second = databases.make("second", first)
    Night(second, sync, nights[1], NEVER).end()
    expected = everything(databases, second)
    assert expected != before
    assert known.items() <= uids(databases, second).items()

    check_kills(databases, first, (sync, nights[1]), expected)


def test_an_undo_survives_being_killed(databases, nights, first):
    second = databases.make("second", first)
    Night(second, sync, nights[1], NEVER).end()
    undone = databases.make("undone", second)
    Night(undone, undo, NEVER).end()
    expected = everything(databases, undone)
    before = everything(databases, first)
    given = set(expected.pop("given"))
    assert given >= set(before.pop("given"))
    assert expected == before
    random = dice()
    for _ in range(2):
        name = databases.make("killed", second)
        last = random.randrange(3, 60)
        Night(name, undo, last).kill_after(30)
        with databases.opened(name):
            is_undone = SyncRun.objects.filter(undoes__isnull=False).exists()
            was_killed = SyncRun.objects.filter(state=RunState.APPLYING).exists()
        if was_killed or not is_undone:
            Night(name, undo, NEVER).end()
        assert set(everything(databases, name).pop("given")) == given
        databases.remove(name)
