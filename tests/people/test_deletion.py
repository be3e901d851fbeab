"""Releasing people for deletion by hand, and taking that back."""

import datetime as dt

import pytest
from django.utils import translation

from eduport.accounts.models import Account
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import ActionLine, Affiliation, Person, SourceKind
from eduport.people.services.actions import AlreadyUndoneError, SkippedError
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.deletion import (
    end_affiliations,
    release_for_deletion,
    release_persons,
    reopen_persons,
    undo_release,
)
from eduport.people.signals import persons_changed
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
OFFICE = Actor("office")
LATER = NOON + dt.timedelta(days=1)
MUCH_LATER = NOON + dt.timedelta(days=2)


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def feed():
    return SourceFactory(slug="divis", kind=SourceKind.FEED)


def somebody(school, *, elsewhere=None, **fields):
    """A person made by hand at a school, with account; perhaps at another one too."""
    person = PersonFactory(home_school=school, **fields)
    AffiliationFactory(person=person)
    if elsewhere:
        AffiliationFactory(person=person, school=elsewhere)
    assign_addresses([person.pk], at=NOON)
    persons_changed.send(None, person_ids=[person.pk], at=NOON)
    return person


def outcomes(action):
    return dict(action.actionline_set.values_list("person", "outcome"))


def login_of(person):
    account = Account.objects.get(person=person)
    return account.username, account.disabled_at


def places_of(person):
    present = Affiliation.objects.filter(person=person, ended_at=None)
    return list(present.values_list("school__code", flat=True).order_by("school__code"))


def test_who_belongs_nowhere_else_is_released_and_cannot_sign_in():
    person = somebody(SchoolFactory(code="xy"))

    release_for_deletion(person, by=OFFICE, at=LATER)

    person.refresh_from_db()
    assert person.deletion_released_at == LATER
    assert places_of(person) == []
    assert login_of(person) == ("ada.berg@xy.hamburg.de", LATER)
    log = LogEntry.objects.get(action="people.person.released")
    assert (log.subject_id, log.actor) == (person.pk, "office")


def test_a_second_release_keeps_the_first_date_and_says_so():
    person = somebody(SchoolFactory())
    release_for_deletion(person, by=OFFICE, at=LATER)

    with pytest.raises(SkippedError) as refusal:
        release_for_deletion(person, by=OFFICE, at=MUCH_LATER)

    person.refresh_from_db()
    assert person.deletion_released_at == LATER
    assert refusal.value.params == {"reason": "It was so already."}


def test_a_refused_release_leaves_no_trace():
    person = somebody(SchoolFactory())

    with pytest.raises(SkippedError):
        release_for_deletion(person, by=Actor("herself", person_id=person.pk), at=LATER)

    assert not ActionLine.objects.exists()
    person.refresh_from_db()
    assert person.deletion_released_at is None


def test_at_one_school_only_the_affiliation_ends_and_the_home_follows():
    school, other = SchoolFactory(code="xy"), SchoolFactory(code="zz")
    person = somebody(school, elsewhere=other)

    action = release_persons([person.pk], school_ids=[school.pk], by=OFFICE, at=LATER)

    person.refresh_from_db()
    assert outcomes(action) == {person.pk: "left"}
    assert (person.deletion_released_at, person.home_school) == (None, other)
    assert places_of(person) == ["zz"]
    assert login_of(person) == ("ada.berg@zz.hamburg.de", None)


def test_who_leaves_one_school_leaves_its_groups_but_not_those_of_a_feed(feed):
    school, other = SchoolFactory(), SchoolFactory()
    person = somebody(school, elsewhere=other)
    MembershipFactory(person=person, group__school=school)
    stays = MembershipFactory(person=person, group__school=other)
    fed = MembershipFactory(person=person, group__school=school, source=feed)

    release_persons([person.pk], school_ids=[school.pk], by=OFFICE, at=LATER)

    assert set(person.membership_set.all()) == {stays, fed}


def test_whom_a_feed_delivers_cannot_be_released_here(feed):
    person = somebody(SchoolFactory(), source=feed, source_key="1")

    action = release_persons([person.pk], by=OFFICE, at=LATER)

    assert outcomes(action) == {person.pk: "delivered"}
    assert len(places_of(person)) == 1


def test_a_guest_whom_a_feed_delivers_elsewhere_leaves_the_school(feed):
    school, home = SchoolFactory(code="xy"), SchoolFactory(code="home")
    person = somebody(home, source=feed, source_key="1")
    AffiliationFactory(person=person, school=school, source=SourceFactory())

    action = release_persons([person.pk], school_ids=[school.pk], by=OFFICE, at=LATER)

    assert outcomes(action) == {person.pk: "left"}
    assert places_of(person) == ["home"]
    person.refresh_from_db()
    assert person.home_school == home


def test_nobody_is_released_who_is_at_another_school_appointed_or_acting():
    school = SchoolFactory()
    stranger, appointed, acting = (
        somebody(SchoolFactory()),
        AppointmentFactory(person=somebody(school)).person,
        somebody(school),
    )
    persons = [stranger.pk, appointed.pk, acting.pk]
    by = Actor("school admin", person_id=acting.pk)

    action = release_persons(persons, school_ids=[school.pk], by=by, at=LATER)

    assert outcomes(action) == {
        stranger.pk: "not_here",
        appointed.pk: "appointed",
        acting.pk: "self",
    }
    assert not Person.objects.filter(deletion_released_at__isnull=False).exists()


def test_an_undone_release_brings_everything_back():
    school = SchoolFactory(code="xy")
    persons = [somebody(school), somebody(school, elsewhere=SchoolFactory(code="zz"))]
    group = MembershipFactory(person=persons[1], group__school=school).group
    before = list(Affiliation.objects.order_by("pk").values())
    action = release_persons(
        [person.pk for person in persons], school_ids=[school.pk], by=OFFICE, at=LATER
    )

    undo_release(action, by=OFFICE, at=MUCH_LATER)

    assert list(Affiliation.objects.order_by("pk").values()) == before
    assert [login_of(person) for person in persons] == [
        ("ada.berg@xy.hamburg.de", None),
        ("ada.berg2@xy.hamburg.de", None),
    ]
    assert persons[1].membership_set.get().group == group


def test_an_action_is_undone_once():
    action = release_for_deletion(somebody(SchoolFactory()), by=OFFICE, at=LATER)
    undo_release(action, by=OFFICE, at=MUCH_LATER)

    with pytest.raises(AlreadyUndoneError):
        undo_release(action, by=OFFICE, at=MUCH_LATER)


def test_what_happened_since_is_not_undone():
    person = somebody(SchoolFactory())
    first = release_for_deletion(person, by=OFFICE, at=LATER)
    reopen_persons([person.pk], by=OFFICE, at=LATER)
    release_for_deletion(person, by=OFFICE, at=MUCH_LATER)

    undo_release(first, by=OFFICE, at=MUCH_LATER)

    assert outcomes(first) == {person.pk: "changed"}
    person.refresh_from_db()
    assert person.deletion_released_at == MUCH_LATER


def test_people_come_back_one_by_one_but_not_those_whom_a_source_released(feed):
    school = SchoolFactory()
    mine, present = somebody(school), somebody(school)
    fed = somebody(school, source=feed, source_key="1")
    release_for_deletion(mine, by=OFFICE, at=LATER)
    Person.objects.filter(pk=fed.pk).update(deletion_released_at=NOON)

    action = reopen_persons([mine.pk, fed.pk, present.pk], by=OFFICE, at=MUCH_LATER)

    assert outcomes(action) == {
        mine.pk: "done",
        fed.pk: "by_source",
        present.pk: "already",
    }
    assert len(places_of(mine)) == 1
    assert login_of(mine)[1] is None


def test_one_of_two_affiliations_at_a_school_ends_alone():
    person = somebody(SchoolFactory(code="xy"))
    second = AffiliationFactory(person=person, role="external")
    membership = MembershipFactory(person=person, group__school=person.home_school)

    end_affiliations([(person.pk, second.pk)], by=OFFICE, at=LATER)

    assert places_of(person) == ["xy"]
    assert person.membership_set.get() == membership


def test_many_people_take_as_many_statements_as_one(django_assert_num_queries):
    school, other = SchoolFactory(), SchoolFactory()
    for count in (1, 3):
        people = [somebody(school, elsewhere=other).pk for _ in range(count)]
        people += [somebody(school).pk for _ in range(count)]
        MembershipFactory(person_id=people[0], group=GroupFactory(school=school))

        with django_assert_num_queries(28):
            action = release_persons(
                people, school_ids=[school.pk], by=OFFICE, at=LATER
            )
        with django_assert_num_queries(29):
            undo_release(action, by=OFFICE, at=MUCH_LATER)
