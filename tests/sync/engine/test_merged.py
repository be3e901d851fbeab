"""Two keys of the source that a human merged are one person in every later run."""

import pytest

from eduport.people.models import Affiliation, Membership, Person
from eduport.people.services.merging import merge_persons, undo_merge
from tests.sync.portraits import address_of, places_of
from tests.sync.rosters import COLUMNS, OFFICE, City, role_row


@pytest.fixture
def merged(feed, city):
    """The teacher Ada Berg, entered at school B once more under another key."""
    city.person("t1b", "Ada Berg", "B:teacher")
    city.groups["7b"].members.append("t1b")
    city.groups["team"].members.append("t1b")
    feed.sync(city)
    kept, other = (Person.objects.get(source_key=key) for key in ("t1", "t1b"))
    return merge_persons(kept, other, by=OFFICE, at=feed.at)


def groups_of(key):
    rows = Membership.objects.filter(person__source_key=key)
    return set(rows.values_list("group__source_key", "role"))


def is_released(key):
    return Person.objects.get(source_key=key).deletion_released_at is not None


def portrait():
    return (
        list(Person.objects.order_by("pk").values()),
        list(Affiliation.objects.order_by("pk").values()),
        set(Membership.objects.values_list("group", "person", "role")),
    )


def test_the_next_night_changes_nothing(feed, city, merged):
    before = portrait()

    run = feed.sync(city)

    assert portrait() == before
    assert run.counts["changes"] == {}
    assert places_of("t1") == {("a", "teacher"), ("b", "teacher")}
    assert groups_of("t1") == {("7a", "leader"), ("7b", "member"), ("team", "member")}
    assert is_released("t1b")


def test_a_new_place_of_the_other_key_comes_to_the_person(feed, city, merged):
    city.place("t1b", "B:teacher", "B:principal")

    feed.sync(city)

    assert ("b", "principal") in places_of("t1")


def test_what_the_other_key_loses_the_person_loses(feed, city, merged):
    city.drop("t1b")

    feed.sync(city)

    assert places_of("t1") == {("a", "teacher")}
    assert groups_of("t1") == {("7a", "leader"), ("team", "member")}


def test_where_only_the_other_key_is_delivered_the_person_stays(feed, city, merged):
    city.drop("t1")
    city.rename("t1b", "King")

    feed.sync(city)

    assert places_of("t1") == {("b", "teacher")}
    assert not is_released("t1")
    assert address_of("t1") == "ada.king@b.hamburg.de"


def test_who_is_delivered_under_neither_key_leaves(feed, city, merged):
    city.drop("t1", "t1b")

    feed.sync(city, brake_percent=100)

    assert is_released("t1")
    assert is_released("t1b")


def test_a_delta_that_takes_the_other_keys_place_away_ends_it(feed, merged):
    delta = City()
    delta.sessions = {}
    delta.deleted["roles"] = [role_row("t1b", "B", "teacher", status="tobedeleted")]
    modes = dict.fromkeys(COLUMNS, "delta")

    feed.sync_folder(delta.write(feed.folder, modes=modes))

    assert places_of("t1") == {("a", "teacher")}
    assert groups_of("t1") == {("7a", "leader"), ("7b", "member"), ("team", "member")}


def test_after_an_undone_merge_the_source_leads_both_again(feed, city, merged):
    feed.sync(city)
    undo_merge(merged, by=OFFICE, at=feed.at)

    feed.sync(city)

    assert places_of("t1") == {("a", "teacher")}
    assert places_of("t1b") == {("b", "teacher")}
    assert groups_of("t1b") == {("7b", "member"), ("team", "member")}
    assert not is_released("t1b")
