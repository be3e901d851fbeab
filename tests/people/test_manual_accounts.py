"""People made by hand: whom, by whom, until when, and how it ends."""

import datetime as dt

import pytest
from django.utils import translation

from eduport.accounts.models import Account
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Person,
    Role,
    SourceKind,
    Sponsorship,
)
from eduport.people.queries import can_answer_for, school_year_end
from eduport.people.services.deletion import reopen_persons, undo_release
from eduport.people.services.manual_accounts import (
    DigitInNameError,
    EndedError,
    EndOutOfReachError,
    FeePaidError,
    GenericNameError,
    NamesakesError,
    NameWithoutLettersError,
    NewPerson,
    NoOwnerError,
    RoleNotAllowedError,
    claim_warnings,
    create_manual_account,
    end_manual_accounts,
    extend_manual_account,
)
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AffiliationFactory,
    AppointmentFactory,
    SchoolFactory,
    SourceFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db
ADMIN = Actor("school admin", roles=frozenset({AdminRole.SCHOOL_ADMIN}))
TEAM = Actor("central team", roles=frozenset({AdminRole.CENTRAL_TEAM}))
NIGHT = Actor.system("schedule")
LAST_DAY = dt.date(2027, 7, 31)


@pytest.fixture
def school():
    return SchoolFactory(code="xy")


@pytest.fixture
def owner(school):
    return AffiliationFactory(person__home_school=school, role=Role.PRINCIPAL).person


def create(owner, *, by=ADMIN, last_day_on=LAST_DAY, at=NOON, **names):
    fields = {"given_name": "Lise", "family_name": "Meitner", "role": Role.TEACHER}
    return create_manual_account(
        NewPerson(**fields | names),
        school=owner.home_school,
        owner=owner,
        last_day_on=last_day_on,
        by=by,
        at=at,
    )


def days_before_the_end(days):
    return dt.datetime.combine(LAST_DAY, dt.time(12), dt.UTC) - dt.timedelta(days=days)


def test_a_person_made_by_hand_has_a_place_an_address_an_account_and_an_owner(owner):
    person = create(owner, call_name="Lili")

    place = Affiliation.objects.get(person=person)
    assert (place.school, place.role, place.source.kind) == (
        owner.home_school,
        Role.TEACHER,
        "manual",
    )
    assert person.source_key is None
    account = Account.objects.get(person=person)
    assert account.username == "lili.meitner@xy.hamburg.de"
    assert account.has_usable_password() is False
    sponsorship = Sponsorship.objects.get(affiliation=place)
    assert (sponsorship.owner, sponsorship.last_day_on) == (owner, LAST_DAY)
    assert LogEntry.objects.get().action == "people.person.created"


@pytest.mark.parametrize(
    ("names", "error"),
    [
        ({"given_name": "iPad", "family_name": "Wagen"}, GenericNameError),
        ({"given_name": "lehrer1"}, DigitInNameError),
        ({"family_name": "!"}, NameWithoutLettersError),
        ({"is_fee_paid": True}, FeePaidError),
        ({"role": Role.PRINCIPAL}, RoleNotAllowedError),
    ],
)
def test_some_are_refused(owner, names, error):
    with pytest.raises(error):
        create(owner, **names)

    assert list(Person.objects.all()) == [owner]


def test_heads_of_school_are_entered_by_the_central_team(owner):
    create(owner, role=Role.PRINCIPAL, by=TEAM)

    assert Affiliation.objects.filter(role=Role.PRINCIPAL).count() == 2


@pytest.mark.parametrize("day", [dt.date(2026, 11, 22), dt.date(2027, 11, 25)])
def test_the_last_day_is_within_a_year(owner, day):
    with pytest.raises(EndOutOfReachError):
        create(owner, last_day_on=day)


def test_an_operator_can_make_the_time_shorter(owner, settings):
    changes = {"manual_account_days": 30}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changes)

    with pytest.raises(EndOutOfReachError):
        create(owner)


def test_the_staff_and_the_school_admins_of_a_school_answer(school, owner):
    admin = AppointmentFactory(school=school).person
    AffiliationFactory(person__home_school=school, role=Role.STUDENT)
    AffiliationFactory(person__home_school=school, role=Role.EXTERNAL)
    AffiliationFactory()

    assert set(can_answer_for(school)) == {owner, admin}


def test_nobody_of_another_school_answers(school):
    stranger = AffiliationFactory().person

    with pytest.raises(NoOwnerError):
        create_manual_account(
            NewPerson("Lise", "Meitner", Role.TEACHER),
            school=school,
            owner=stranger,
            last_day_on=LAST_DAY,
            by=ADMIN,
            at=NOON,
        )


def test_namesakes_are_looked_at_first(owner):
    create(owner)

    with pytest.raises(NamesakesError):
        create(owner)

    create(owner, is_nobody_known=True)
    assert sorted(Account.objects.values_list("username", flat=True)) == [
        "lise.meitner2@xy.hamburg.de",
        "lise.meitner@xy.hamburg.de",
    ]


def test_an_extension_is_agreed_anew(owner):
    sponsorship = Affiliation.objects.get(person=create(owner)).sponsorship
    colleague = AffiliationFactory(person__home_school=owner.home_school).person
    at = days_before_the_end(1)
    claim_warnings(at=at)

    extend_manual_account(
        sponsorship.affiliation,
        owner=colleague,
        last_day_on=dt.date(2028, 7, 30),
        by=ADMIN,
        at=at,
    )

    sponsorship.refresh_from_db()
    assert sponsorship.owner == colleague
    assert (sponsorship.agreed_on, sponsorship.last_day_on) == (
        at.date(),
        dt.date(2028, 7, 30),
    )
    assert sponsorship.warned_days is None


def test_what_has_ended_is_not_extended(owner):
    sponsorship = Affiliation.objects.get(person=create(owner)).sponsorship
    end_manual_accounts(by=NIGHT, at=days_before_the_end(-1))

    with pytest.raises(EndedError):
        extend_manual_account(
            sponsorship.affiliation,
            owner=owner,
            last_day_on=dt.date(2027, 12, 1),
            by=ADMIN,
            at=days_before_the_end(-1),
        )


def test_on_the_last_day_it_still_holds_and_after_it_not(owner):
    person = create(owner)

    assert end_manual_accounts(by=NIGHT, at=days_before_the_end(0)) is None
    action = end_manual_accounts(by=NIGHT, at=days_before_the_end(-1))

    person.refresh_from_db()
    assert person.deletion_released_at == days_before_the_end(-1)
    assert action.actionline_set.get().outcome == "done"
    assert end_manual_accounts(by=NIGHT, at=days_before_the_end(-2)) is None


def test_what_was_taken_over_by_a_feed_ends_with_the_feed(owner):
    person = create(owner)
    feed = SchoolFactory().source.__class__.objects.create(
        authority=owner.home_school.authority, slug="divis", name="DiViS", kind="feed"
    )
    Affiliation.objects.filter(person=person).update(source=feed)

    assert claim_warnings(at=days_before_the_end(1)).count() == 0
    assert end_manual_accounts(by=NIGHT, at=days_before_the_end(-1)) is None


@pytest.mark.parametrize("is_single", [True, False])
def test_who_comes_back_after_the_end_has_two_weeks(owner, is_single):
    person = create(owner)
    at = days_before_the_end(-1)
    action = end_manual_accounts(by=NIGHT, at=at)

    if is_single:
        reopen_persons([person.pk], by=ADMIN, at=at)
    else:
        undo_release(action, by=ADMIN, at=at)

    assert Sponsorship.objects.get().last_day_on == dt.date(2027, 8, 15)
    assert end_manual_accounts(by=NIGHT, at=at + dt.timedelta(days=14)) is None


def test_the_end_is_announced_30_and_7_days_and_one_day_before_and_once_each(owner):
    create(owner)

    warned = [
        (
            days,
            [one.warned_days for one in claim_warnings(at=days_before_the_end(days))],
        )
        for days in (31, 30, 29, 7, 7, 1, 0)
    ]

    assert warned == [
        (31, []), (30, [30]), (29, []), (7, [7]), (7, []), (1, [1]), (0, [])
    ]  # fmt: skip


def test_after_a_downtime_the_nearest_warning_is_sent_alone(owner):
    create(owner)

    assert [one.warned_days for one in claim_warnings(at=days_before_the_end(5))] == [7]
    assert claim_warnings(at=days_before_the_end(5)).count() == 0


def test_who_has_left_is_not_warned_about():
    SponsorshipFactory(affiliation__ended_at=NOON, last_day_on=NOON.date())

    assert claim_warnings(at=NOON).count() == 0


def test_a_school_year_ends_on_the_day_before_the_next(school):
    assert school_year_end(school) is None

    AcademicSessionFactory(authority=school.authority, activated_at=NOON)

    assert school_year_end(school) == dt.date(2027, 7, 31)


def test_many_ends_take_as_many_statements_as_one(django_assert_num_queries):
    for count in (1, 3):
        SponsorshipFactory.create_batch(count)

        with django_assert_num_queries(28):
            end_manual_accounts(by=NIGHT, at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def test_many_warnings_take_as_many_statements_as_one(django_assert_num_queries):
    for count in (1, 3):
        SponsorshipFactory.create_batch(count, last_day_on=NOON.date())

        with django_assert_num_queries(7):
            list(claim_warnings(at=NOON))


def test_what_was_made_by_hand_says_so_in_words():
    manual = SourceFactory(slug="manual", kind=SourceKind.MANUAL, name="manual")
    feed = SourceFactory(slug="divis", kind=SourceKind.FEED, name="DiViS")

    with translation.override("de"):
        assert [str(manual), str(feed)] == ["von Hand", "DiViS"]
