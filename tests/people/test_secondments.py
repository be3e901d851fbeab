"""Secondments: offered by the home school, agreed by the guest school, over by time."""

import datetime as dt

import pytest
from django.db import IntegrityError

from eduport.accounts.models import Account
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import (
    Address,
    Affiliation,
    Membership,
    Person,
    PersonAction,
    Role,
    Secondment,
    SourceKind,
    Sponsorship,
)
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.deletion import release_persons, undo_release
from eduport.people.services.merging import merge_persons, undo_merge
from eduport.people.services.secondments import (
    NotOfTheGuestSchoolError,
    NotOfTheHomeSchoolError,
    OwnSecondmentError,
    PeriodOutOfReachError,
    RoleNotHeldError,
    SameGuestSchoolError,
    SecondedTwiceError,
    SecondmentDecidedError,
    SecondmentDraft,
    agree_to_secondment,
    ask_secondment,
    end_secondment,
    follow_secondments,
    withdraw_secondment,
)
from eduport.people.signals import persons_changed
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SecondmentFactory,
    SourceFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = NOON.date()
TEAM = Actor("team", roles=frozenset({"central_team"}))
NIGHT = Actor.system("schedule")


@pytest.fixture
def home():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def guest():
    return SchoolFactory(name="Am Deich", code="deich")


@pytest.fixture
def ada(home):
    """A teacher whom the feed delivers, with address and account."""
    feed = SourceFactory(slug="divis", kind=SourceKind.FEED)
    return somebody(home, source=feed, source_key="1")


def somebody(school, **fields):
    person = PersonFactory(home_school=school, **fields)
    AffiliationFactory(person=person)
    assign_addresses([person.pk], at=NOON)
    persons_changed.send(None, person_ids=[person.pk], at=NOON)
    return person


def admin_of(*schools, person_id=None):
    roles = frozenset({"school_admin"})
    ids = frozenset(school.pk for school in schools)
    return Actor("admin", person_id=person_id, school_ids=ids, roles=roles)


def draft(school, starts_on=TODAY, days=30, role=Role.TEACHER):
    return SecondmentDraft(school, role, starts_on, starts_on + days * DAY)


def ask(person, school, by=TEAM, at=NOON, **values):
    return ask_secondment(person, draft(school, **values), by=by, at=at)


def running(person, school, **values):
    return agree_to_secondment(ask(person, school, **values), by=TEAM, at=NOON)


def places_of(person):
    present = Affiliation.objects.filter(person=person, ended_at=None)
    return sorted(present.values_list("school__code", "role"))


def addresses_of(person):
    present = Address.objects.filter(person=person, replaced_at=None)
    return sorted(str(address) for address in present)


def test_the_home_school_offers_and_the_guest_school_agrees(ada, home, guest):
    login = Account.objects.get(person=ada).username
    asked = ask(ada, guest, by=admin_of(home))
    before = places_of(ada)

    agree_to_secondment(asked, by=admin_of(guest), at=NOON)

    ada.refresh_from_db()
    assert before == [("hafen", "teacher")]
    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]
    assert addresses_of(ada) == ["ada.berg@deich.hamburg.de", login]
    # The account goes on as it was, and the home school looks after it.
    assert (ada.home_school, Account.objects.get(person=ada).username) == (home, login)
    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "people.secondment.asked",
        "people.secondment.agreed",
        "people.secondment.begun",
    ]


def test_the_central_team_asks_but_does_not_agree_by_asking(ada, guest):
    asked = ask(ada, guest, by=TEAM)

    assert (asked.agreed_at, places_of(ada)) == (None, [("hafen", "teacher")])


def test_whoever_looks_after_both_schools_agrees_by_asking(ada, home, guest):
    asked = ask(ada, guest, by=admin_of(home, guest))

    assert asked.begun_at == NOON


def test_only_the_home_school_gives(ada, guest):
    with pytest.raises(NotOfTheHomeSchoolError, match="Ada Berg"):
        ask(ada, guest, by=admin_of(guest))


def test_only_the_guest_school_or_the_team_agrees(ada, home, guest):
    asked = ask(ada, guest, by=admin_of(home))

    with pytest.raises(NotOfTheGuestSchoolError, match="Am Deich"):
        agree_to_secondment(asked, by=admin_of(home), at=NOON)


def test_it_begins_on_its_first_day(ada, guest):
    running(ada, guest, starts_on=TODAY + DAY)
    before = places_of(ada)

    follow_secondments(by=NIGHT, at=NOON + DAY)

    assert before == [("hafen", "teacher")]
    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]


def test_it_ends_by_itself_after_its_last_day(ada, guest, home):
    secondment = running(ada, guest, days=30)
    MembershipFactory(group__school=guest, person=ada)
    at_home = MembershipFactory(group__school=home, person=ada)

    follow_secondments(by=NIGHT, at=NOON + 30 * DAY)
    on_the_last_day = places_of(ada)
    count = follow_secondments(by=NIGHT, at=NOON + 31 * DAY)

    secondment.refresh_from_db()
    assert on_the_last_day == [("deich", "teacher"), ("hafen", "teacher")]
    assert (count, places_of(ada)) == (1, [("hafen", "teacher")])
    assert secondment.ended_at == NOON + 31 * DAY
    assert addresses_of(ada) == ["ada.berg@hafen.hamburg.de"]
    assert list(Membership.objects.filter(person=ada)) == [at_home]


def test_a_second_night_changes_nothing(ada, guest):
    running(ada, guest, days=30)
    follow_secondments(by=NIGHT, at=NOON + 31 * DAY)

    assert follow_secondments(by=NIGHT, at=NOON + 32 * DAY) == 0
    assert PersonAction.objects.filter(kind="return").count() == 1


@pytest.mark.parametrize("ends", ["home", "guest"])
def test_both_schools_can_end_it_earlier(ada, home, guest, ends):
    secondment = running(ada, guest)
    by = admin_of({"home": home, "guest": guest}[ends])

    end_secondment(secondment, by=by, at=NOON + DAY)

    assert places_of(ada) == [("hafen", "teacher")]
    assert Secondment.objects.get().ended_at == NOON + DAY


def test_nobody_ends_the_own(ada, guest):
    secondment = running(ada, guest)

    with pytest.raises(OwnSecondmentError):
        end_secondment(secondment, by=admin_of(guest, person_id=ada.pk), at=NOON)


@pytest.mark.parametrize("step", [withdraw_secondment, agree_to_secondment])
def test_what_has_begun_is_not_decided_again(ada, guest, step):
    secondment = running(ada, guest)

    with pytest.raises(SecondmentDecidedError):
        step(secondment, by=TEAM, at=NOON)


def test_either_school_withdraws_it_before_it_begins(ada, guest):
    asked = ask(ada, guest)

    withdraw_secondment(asked, by=admin_of(guest), at=NOON)

    assert follow_secondments(by=NIGHT, at=NOON + DAY) == 0
    with pytest.raises(SecondmentDecidedError):
        end_secondment(asked, by=TEAM, at=NOON)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"role": Role.STUDENT}, RoleNotHeldError),
        ({"starts_on": TODAY - DAY}, PeriodOutOfReachError),
        ({"days": -1}, PeriodOutOfReachError),
        ({"days": 800}, PeriodOutOfReachError),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ada, guest, values, error):
    with pytest.raises(error) as refused:
        ask(ada, guest, **values)

    assert str(refused.value).endswith(".")
    assert not Secondment.objects.exists()


def test_nobody_is_seconded_to_where_they_are(ada, home, guest):
    AffiliationFactory(person=ada, school=guest)

    for school in (home, guest):
        with pytest.raises(SameGuestSchoolError, match=school.name):
            ask(ada, school)


def test_who_is_released_is_not_seconded(ada, guest):
    Person.objects.filter(pk=ada.pk).update(deletion_released_at=NOON)

    with pytest.raises(RoleNotHeldError):
        ask(ada, guest)


def test_two_periods_at_one_school_do_not_overlap(ada, guest):
    running(ada, guest, days=30)

    with pytest.raises(SecondedTwiceError):
        ask(ada, guest, starts_on=TODAY + 30 * DAY)


def test_who_goes_on_stays_in_the_groups_of_the_guest_school(ada, guest):
    first = running(ada, guest, days=30)
    MembershipFactory(group__school=guest, person=ada)
    running(ada, guest, starts_on=TODAY + 31 * DAY)

    follow_secondments(by=NIGHT, at=NOON + 31 * DAY)

    first.refresh_from_db()
    assert first.ended_at == NOON + 31 * DAY
    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]
    assert Membership.objects.filter(person=ada).count() == 1


def test_what_a_feed_has_taken_over_does_not_end(ada, guest):
    running(ada, guest, days=30)
    Affiliation.objects.filter(school=guest).update(source=ada.source)

    follow_secondments(by=NIGHT, at=NOON + 31 * DAY)

    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]
    assert Secondment.objects.get().ended_at == NOON + 31 * DAY


def test_who_comes_back_has_no_old_end(ada, guest):
    gone = AffiliationFactory(
        person=ada, school=guest, source=SourceFactory(), ended_at=NOON
    )
    SponsorshipFactory(affiliation=gone)

    running(ada, guest)

    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]
    assert not Sponsorship.objects.exists()


def test_the_guest_school_lets_somebody_leave(ada, guest):
    running(ada, guest)

    release_persons([ada.pk], school_ids=[guest.pk], by=TEAM, at=NOON + DAY)

    assert places_of(ada) == [("hafen", "teacher")]
    assert Secondment.objects.get().ended_at == NOON + DAY


def test_undoing_the_end_brings_it_back_for_a_while(ada, guest):
    running(ada, guest, days=1)
    follow_secondments(by=NIGHT, at=NOON + 2 * DAY)

    undo_release(PersonAction.objects.get(kind="return"), by=TEAM, at=NOON + 3 * DAY)

    secondment = Secondment.objects.get()
    assert places_of(ada) == [("deich", "teacher"), ("hafen", "teacher")]
    assert (secondment.ended_at, secondment.last_day_on) == (None, TODAY + 17 * DAY)


def test_who_has_made_the_guest_school_the_home_is_not_released(home, guest):
    person = somebody(home)
    running(person, guest, days=30)
    release_persons([person.pk], school_ids=[home.pk], by=TEAM, at=NOON + DAY)

    follow_secondments(by=NIGHT, at=NOON + 31 * DAY)

    person.refresh_from_db()
    assert (person.home_school, person.deletion_released_at) == (guest, None)
    # It becomes an account made by hand, whose end its school is warned of.
    assert Sponsorship.objects.get().last_day_on == TODAY + 45 * DAY


@pytest.mark.parametrize("what", ["released", "moved"])
def test_what_makes_no_sense_any_more_does_not_begin(home, guest, what):
    person = somebody(home)
    running(person, guest, starts_on=TODAY + 5 * DAY)
    changes = {
        "released": {"deletion_released_at": NOON},
        "moved": {"home_school": guest},
    }
    Person.objects.filter(pk=person.pk).update(**changes[what])

    follow_secondments(by=NIGHT, at=NOON + 5 * DAY)

    assert Secondment.objects.get().withdrawn_at == NOON + 5 * DAY
    assert ("deich", "teacher") not in places_of(person)


def test_consent_after_the_last_day_begins_nothing(ada, guest):
    asked = ask(ada, guest, days=1)

    agree_to_secondment(asked, by=TEAM, at=NOON + 2 * DAY)

    assert places_of(ada) == [("hafen", "teacher")]


def test_a_merge_takes_secondments_along_and_gives_them_back(home, guest):
    kept, other = somebody(home), somebody(home)
    secondment = running(other, guest)

    action = merge_persons(kept, other, by=TEAM, at=NOON)
    secondment.refresh_from_db()
    during = secondment.person
    undo_merge(action, by=TEAM, at=NOON + DAY)

    secondment.refresh_from_db()
    assert (during, secondment.person) == (kept, other)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"last_day_on": TODAY - DAY}, "secondment_ends_after_its_start"),
        ({"role": "pirate"}, "secondment_role_is_known"),
        ({"begun_at": NOON}, "secondment_begun_when_agreed"),
        ({"ended_at": NOON}, "secondment_ended_when_begun"),
    ],
)
def test_the_database_knows_the_rules(values, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        SecondmentFactory(**values)


def test_the_database_knows_two_schools(home):
    with pytest.raises(IntegrityError, match="secondment_between_two_schools"):
        SecondmentFactory(person__home_school=home, guest_school=home)
