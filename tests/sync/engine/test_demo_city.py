"""A whole city, compared with what its generator says has changed."""

import csv
import unicodedata

import pytest

from eduport.accounts.models import Account
from eduport.ops.demo_city import CityPlan, write_city
from eduport.people.models import Affiliation, Group, Membership, Person
from eduport.sync.models import Change, Decision, RunState
from tests.sync.portraits import portrait, raw_rows

SCHOOLS, PEOPLE, SEED = 5, 1000, 11
KINDS = ("joins", "leaves", "moves", "renames")
OPS = dict(zip(KINDS, ("create", "release", "move", "update"), strict=True))


@pytest.fixture(scope="module")
def cities(tmp_path_factory):
    """The folder and the summary of every variant."""
    written = {}
    for variant in ("today", "next-day", "next-year"):
        folder = tmp_path_factory.mktemp(variant)
        plan = CityPlan(SCHOOLS, PEOPLE, seed=SEED, variant=variant)
        written[variant] = (folder, write_city(plan, folder))
    return written


def planned(run):
    """How many persons join, leave, move and change names by the plan of a run."""
    persons = Change.objects.filter(run=run, entity="person")
    return {kind: persons.filter(op=op).count() for kind, op in OPS.items()}


def class_changes(run):
    """Who gets into another class of the same school."""
    changes = Change.objects.filter(run=run)
    others = changes.filter(entity="person", op__in=["create", "move", "release"])
    classes = Group.objects.filter(kind="class").values("pk")
    created = changes.filter(
        entity="membership", op="create", role="member", object_id__in=classes
    )
    return (
        created.exclude(subject_id__in=others.values("subject_id"))
        .values("subject_id")
        .distinct()
        .count()
    )


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        # Some names are written with letter and accent apart; they are stored as one.
        text = unicodedata.normalize("NFC", stream.read())
        return list(csv.DictReader(text.splitlines(keepends=True)))


def check_against(folder):
    """What stands in the database is what stands in the files."""
    users = {user["sourcedId"]: user for user in table(folder, "users")}
    persons = Person.objects.filter(deletion_released_at=None)
    assert set(persons.values_list("source_key", "home_school__source_key")) == {
        (key, user["primaryOrgSourcedId"]) for key, user in users.items()
    }
    assert set(persons.values_list("source_key", "given_name", "family_name")) == {
        (key, user["givenName"], user["familyName"]) for key, user in users.items()
    }
    places = Affiliation.objects.filter(ended_at=None)
    assert set(places.values_list("person__source_key", "school__source_key")) == {
        (role["userSourcedId"], role["orgSourcedId"]) for role in table(folder, "roles")
    }
    groups = {group["sourcedId"] for group in table(folder, "classes")}
    members = Membership.objects.filter(group__source_key__in=groups)
    assert set(members.values_list("person__source_key", "group__source_key")) == {
        (row["userSourcedId"], row["classSourcedId"])
        for row in table(folder, "enrollments")
    }
    active = Account.objects.filter(disabled_at=None)
    assert set(active.values_list("person__source_key", flat=True)) == set(users)


def test_the_city_of_today_is_there_as_the_files_say(feed, cities):
    folder, summary = cities["today"]

    run = feed.sync_folder(folder)

    assert run.state == RunState.APPLIED
    assert planned(run)["joins"] == summary.people
    check_against(folder)


def test_the_next_day_has_exactly_the_changes_of_the_generator(feed, cities):
    feed.sync_folder(cities["today"][0])
    folder, summary = cities["next-day"]

    run = feed.sync_folder(folder)

    assert run.state == RunState.APPLIED
    assert planned(run) | {"class_changes": class_changes(run)} == summary.changes
    assert sum(summary.changes.values()) >= 5
    check_against(folder)


def test_the_next_day_read_again_writes_nothing(feed, cities):
    feed.sync_folder(cities["today"][0])
    feed.sync_folder(cities["next-day"][0])
    before = raw_rows()

    feed.sync_folder(cities["next-day"][0])

    assert raw_rows() == before


def test_the_next_year_has_exactly_the_changes_of_the_generator(feed, cities):
    feed.sync_folder(cities["today"][0])
    folder, summary = cities["next-year"]

    run = feed.sync_folder(folder)

    assert planned(run) == {kind: summary.changes[kind] for kind in KINDS}
    # A whole year leaves at once: that is for a human to look at.
    assert run.state == RunState.HELD
    feed.decide(run, Decision.APPROVED)
    assert run.state == RunState.APPLIED
    check_against(folder)


def test_old_classes_keep_their_members_when_the_year_is_over(feed, cities):
    feed.sync_folder(cities["today"][0])
    old = Group.objects.filter(kind="class").first()
    members = set(old.membership_set.values_list("person_id", flat=True))
    assert members

    run = feed.sync_folder(cities["next-year"][0])
    feed.decide(run, Decision.APPROVED)

    old.refresh_from_db()
    assert old.session.name in {"2026/27", "2027/28"}
    if old.session.name == "2026/27":
        assert set(old.membership_set.values_list("person_id", flat=True)) == members


def test_a_day_and_a_year_can_be_taken_back(feed, cities):
    states = []
    for variant in ("today", "next-day", "next-year"):
        run = feed.sync_folder(cities[variant][0])
        if run.state == RunState.HELD:
            feed.decide(run, Decision.APPROVED)
        states.append(portrait())

    feed.undo()
    assert portrait() == states[1]
    feed.undo()
    assert portrait() == states[0]


def test_a_day_back_and_forth_gives_the_same_people_again(feed, cities):
    feed.sync_folder(cities["today"][0])
    feed.sync_folder(cities["next-day"][0])
    after = portrait()
    feed.undo()

    feed.sync_folder(cities["next-day"][0])

    assert portrait() == after
