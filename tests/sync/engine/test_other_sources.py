"""A source touches its own rows only."""

import pytest

from eduport.people.models import (
    Affiliation,
    Group,
    Membership,
    Person,
    School,
    SourceKind,
)
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SourceFactory,
)
from tests.sync.portraits import account_of, address_of, person_of, places_of
from tests.sync.rosters import City, Feed


@pytest.fixture
def city(city):
    city.pupils("A", 20)
    return city


@pytest.fixture
def by_hand(db):
    return SourceFactory(slug="manual")


def test_memberships_made_by_hand_survive(feed, city, by_hand):
    feed.sync(city)
    team = Group.objects.get(source_key="team")
    MembershipFactory(group=team, person=person_of("s1"), source=by_hand)
    city.groups["team"].members = ["t2"]

    feed.sync(city)

    members = Membership.objects.filter(group=team)
    assert sorted(m.person.source_key for m in members) == ["s1", "t2"]


def test_a_membership_of_both_sources_lives_on_with_the_one_that_still_says_so(
    feed, city, by_hand
):
    feed.sync(city)
    team = Group.objects.get(source_key="team")
    MembershipFactory(group=team, person=person_of("t1"), source=by_hand, role="leader")
    city.groups["team"].members = ["t2"]

    feed.sync(city)

    left = Membership.objects.get(group=team, person=person_of("t1"))
    assert (left.source, left.role) == (by_hand, "leader")


def test_groups_and_persons_made_by_hand_survive(feed, city, by_hand):
    feed.sync(city)
    school = School.objects.get(code="a")
    group = GroupFactory(school=school, source=by_hand)
    person = PersonFactory(home_school=school, source=by_hand)
    AffiliationFactory(person=person, source=by_hand)
    MembershipFactory(group=group, person=person_of("s1"), source=by_hand)
    city.drop("s2")

    feed.sync(city)

    group.refresh_from_db()
    person.refresh_from_db()
    assert group.ended_at is None
    assert person.deletion_released_at is None
    assert Membership.objects.filter(group=group).count() == 1


def test_who_has_a_place_by_another_source_lives_on(feed, city, by_hand):
    feed.sync(city)
    school = School.objects.get(code="b")
    AffiliationFactory(
        person=person_of("t1"), school=school, source=by_hand, role="external"
    )
    city.drop("t1")

    run = feed.sync(city)

    assert "person.release" not in run.counts["changes"]
    assert person_of("t1").deletion_released_at is None
    assert places_of("t1") == {("b", "external")}
    assert account_of("t1").disabled_at is None


def test_who_lives_on_elsewhere_signs_in_with_the_address_there(feed, city, by_hand):
    feed.sync(city)
    school = School.objects.get(code="b")
    AffiliationFactory(
        person=person_of("t1"), school=school, source=by_hand, role="external"
    )
    city.drop("t1")

    feed.sync(city)

    assert person_of("t1").home_school == school
    assert address_of("t1") == "ada.berg@b.hamburg.de"
    assert account_of("t1").username == "ada.berg@b.hamburg.de"


def test_who_lives_on_at_home_by_another_source_stays_there(feed, city, by_hand):
    feed.sync(city)
    AffiliationFactory(person=person_of("t1"), source=by_hand, role="external")
    city.drop("t1")

    feed.sync(city)

    assert places_of("t1") == {("a", "external")}
    assert account_of("t1").username == "ada.berg@a.hamburg.de"


def test_who_lived_on_elsewhere_comes_home_when_the_feed_says_so(feed, city, by_hand):
    feed.sync(city)
    school = School.objects.get(code="b")
    AffiliationFactory(
        person=person_of("t1"), school=school, source=by_hand, role="external"
    )
    one = city.people["t1"]
    city.drop("t1")
    feed.sync(city)
    city.people["t1"] = one

    feed.sync(city)

    assert account_of("t1").username == "ada.berg@a.hamburg.de"
    assert places_of("t1") == {("a", "teacher"), ("b", "external")}


def test_two_feeds_lead_their_own_people_at_the_same_school(feed, city, tmp_path):
    feed.sync(city)
    other = Feed(tmp_path, "other", SourceKind.FILE)
    small = City()
    small.school("A", name="Another name")
    small.person("t1", "Ida Neu", "A:specialist")
    small.group("7a", "A", "Kurs", kind="team", members=["t1"])

    run = other.sync(small)
    feed.sync(city)

    assert run.counts["changes"].get("school.create", 0) == 0
    assert School.objects.get(code="a").name == "Ada School"
    assert Person.objects.filter(source_key="t1").count() == 2
    assert Group.objects.filter(source_key="7a", ended_at=None).count() == 2
    one = Person.objects.get(source=other.source)
    assert one.home_school.code == "a"
    assert one.deletion_released_at is None


def test_a_feed_that_stops_naming_people_releases_only_its_own(feed, city, tmp_path):
    feed.sync(city)
    other = Feed(tmp_path, "other")
    small = City()
    small.school("A")
    small.pupils("A", 20, start=101)
    other.sync(small)
    small.drop("A101")

    other.sync(small)

    released = Person.objects.exclude(deletion_released_at=None)
    assert [(p.source, p.source_key) for p in released] == [(other.source, "A101")]


def test_a_place_that_another_source_ended_is_opened_by_the_feed_that_knows_it(
    feed, city, by_hand
):
    feed.sync(city)
    school = School.objects.get(code="b")
    ended = AffiliationFactory(
        person=person_of("t1"), school=school, source=by_hand, ended_at=NOON
    )
    city.place("t1", "A:teacher", "B:teacher")

    feed.sync(city)

    ended.refresh_from_db()
    assert ended.ended_at is None
    assert ended.source == feed.source
    assert address_of("t1", "b") == "ada.berg@b.hamburg.de"


def test_a_place_made_by_hand_stays_made_by_hand_when_the_feed_names_it_too(
    feed, city, by_hand
):
    feed.sync(city)
    school = School.objects.get(code="b")
    made = AffiliationFactory(person=person_of("t1"), school=school, source=by_hand)
    city.place("t1", "A:teacher", "B:teacher")
    feed.sync(city)
    city.place("t1", "A:teacher")

    feed.sync(city)

    made.refresh_from_db()
    assert (made.source, made.ended_at) == (by_hand, None)


def test_the_address_of_a_person_made_by_hand_counts_for_the_numbers(
    feed, city, by_hand
):
    feed.sync(city)
    school = School.objects.get(code="a")
    person = PersonFactory(
        home_school=school, source=by_hand, address_base="ida.neu", given_name="Ida"
    )
    AddressFactory(person=person)
    city.person("s9", "Ida Neu", "A:student")

    feed.sync(city)

    assert address_of("s9") == "ida.neu2@a.hamburg.de"
    assert Affiliation.objects.filter(person=person).count() == 0
