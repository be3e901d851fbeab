"""The new school year, as sources bring it: with new keys, or under the old ones."""

import pytest

from eduport.people.models import Group, Membership
from eduport.people.queries.members import members_of
from eduport.people.services.members import add_member
from tests.factories.people import SourceFactory
from tests.sync.portraits import person_of
from tests.sync.rosters import OFFICE

YEAR_27 = ("2027/28", "schoolYear", "2027-08-01", "2028-08-01")


@pytest.fixture
def city(city):
    city.sessions["Y27"] = YEAR_27
    return city


def keys_in(group):
    return sorted(person.source_key for person in members_of(group))


def go_on(city, members):
    """The source takes 7a into the new year: the same key is 8a now."""
    city.groups["7a"].name = "8a"
    city.groups["7a"].session = "Y27"
    city.groups["7a"].members = members


def test_a_manual_member_of_a_synced_group_survives_what_the_sync_changes(feed, city):
    feed.sync(city)
    group = Group.objects.get(source_key="7a")
    add_member(group.pk, person_of("t2"), by=OFFICE, at=feed.at)
    city.groups["7a"].members = ["s2"]
    city.groups["7a"].name = "7 a"

    feed.sync(city)

    group.refresh_from_db()
    assert group.name == "7 a"
    assert keys_in(group) == ["s2", "t1", "t2"]


def test_a_class_with_the_key_of_the_old_year_leaves_its_picture_there(feed, city):
    feed.sync(city)
    group = Group.objects.get(source_key="7a")
    add_member(group.pk, person_of("t2"), by=OFFICE, at=feed.at)
    go_on(city, ["s1"])

    feed.sync(city)
    feed.sync(city)

    picture = Group.objects.get(session__source_key="Y26", school=group.school)
    group.refresh_from_db()
    assert (group.name, group.session.source_key) == ("8a", "Y27")
    assert (picture.name, picture.source_key, picture.ended_at) == ("7a", None, None)
    assert picture.lineage == group.lineage
    assert keys_in(group) == ["s1", "t1", "t2"]
    assert keys_in(picture) == ["s1", "s2", "t1", "t2"]


def test_a_picture_of_the_old_year_is_let_go_of_when_the_run_is_undone(feed, city):
    feed.sync(city)
    group = Group.objects.get(source_key="7a")
    go_on(city, ["s1"])
    feed.sync(city)
    picture = Group.objects.get(lineage=group.lineage, source_key=None)

    feed.undo()

    group.refresh_from_db()
    picture.refresh_from_db()
    assert (group.name, group.session.source_key) == ("7a", "Y26")
    assert keys_in(group) == ["s1", "s2", "t1"]
    assert picture.ended_at is not None
    assert picture.lineage != group.lineage
    assert Group.objects.filter(lineage=group.lineage).count() == 1


def test_a_class_that_somebody_said_goes_on_elsewhere_is_itself_again(feed, city):
    feed.sync(city)
    old = Group.objects.get(source_key="7a")
    city.group("8a", "A", session="Y27", members=["s1", "s2"])
    feed.sync(city)
    Group.objects.filter(source_key="8a").update(lineage=old.lineage)
    go_on(city, ["s1"])

    run = feed.sync(city)

    old.refresh_from_db()
    assert run.state == "applied"
    assert old.lineage != Group.objects.get(source_key="8a").lineage


def test_the_sync_leaves_groups_made_by_hand_and_their_members_alone(feed, city):
    feed.sync(city)
    team = Group.objects.get(source_key="team")
    manual = SourceFactory(slug="manual")
    own = Group.objects.create(
        school=team.school, kind="team", name="Chor", source=manual, created_at=feed.at
    )
    add_member(own.pk, person_of("s1"), by=OFFICE, at=feed.at)
    del city.groups["team"]

    feed.sync(city)

    own.refresh_from_db()
    assert own.ended_at is None
    assert Membership.objects.filter(group=own).count() == 1
