"""Names and role of a person made by hand, changed by hand."""

import datetime as dt

import pytest

from eduport.accounts.models import Account
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import (
    Address,
    AdminRole,
    Affiliation,
    Role,
    SourceKind,
    Sponsorship,
)
from eduport.people.services.manual_accounts import (
    DigitInNameError,
    EndedError,
    FeePaidError,
    GenericNameError,
    NamesakesError,
    NameWithoutLettersError,
    NewPerson,
    NotByHandError,
    RoleNotAllowedError,
    change_manual_person,
    create_manual_account,
)
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    SchoolFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
ADMIN = Actor("school admin", roles=frozenset({AdminRole.SCHOOL_ADMIN}))
TEAM = Actor("central team", roles=frozenset({AdminRole.CENTRAL_TEAM}))
LATER = NOON + dt.timedelta(days=1)
LISE = {"given_name": "Lise", "family_name": "Meitner", "role": Role.TEACHER}


def made(school, **names):
    """Lise Meitner, a teacher, unless said otherwise: the affiliation."""
    owner = AffiliationFactory(person__home_school=school).person
    person = create_manual_account(
        NewPerson(**LISE | names),
        school=school,
        owner=owner,
        last_day_on=dt.date(2027, 7, 31),
        by=TEAM,
        at=NOON,
    )
    return Affiliation.objects.get(person=person)


@pytest.fixture
def place():
    return made(SchoolFactory(code="xy"))


def change(place, *, by=ADMIN, at=LATER, **names):
    change_manual_person(place, NewPerson(**LISE | names), by=by, at=at)
    place.person.refresh_from_db()


def addresses(person):
    """Every address that a person has or had, with when it was replaced."""
    return {
        f"{one.base}{one.number if one.number > 1 else ''}@{one.domain}": (
            one.replaced_at
        )
        for one in Address.objects.filter(person=person)
    }


def logged():
    entries = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    return [action for action in entries if action != "people.person.created"]


def test_address_and_login_follow_the_name_and_the_old_address_stays(place):
    uid = place.person.uid

    change(place, family_name="Hahn-Meitner", call_name="Lili")

    assert str(place.person) == "Lili Hahn-Meitner"
    assert place.person.uid == uid
    assert addresses(place.person) == {
        "lise.meitner@xy.hamburg.de": LATER,
        "lili.hahn-meitner@xy.hamburg.de": None,
    }
    login = Account.objects.get(person=place.person).username
    assert login == "lili.hahn-meitner@xy.hamburg.de"
    assert logged() == ["people.person.changed"]


def test_the_old_address_goes_to_nobody_else_and_back_to_its_owner(place):
    change(place, family_name="Hahn")

    other = made(place.school)
    change(place, at=LATER + dt.timedelta(days=1), is_nobody_known=True)

    assert addresses(other.person) == {"lise.meitner2@xy.hamburg.de": None}
    assert addresses(place.person)["lise.meitner@xy.hamburg.de"] is None


def test_the_old_role_is_kept_as_ended_and_the_sponsorship_goes_on(place):
    agreed = Sponsorship.objects.get(affiliation=place)

    change(place, role=Role.SPECIALIST)

    places = Affiliation.objects.filter(person=place.person).order_by("pk")
    assert list(places.values_list("role", "started_at", "ended_at")) == [
        ("teacher", NOON, LATER),
        ("specialist", LATER, None),
    ]
    agreed.refresh_from_db()
    assert agreed.affiliation == places[1]
    assert addresses(place.person) == {"lise.meitner@xy.hamburg.de": None}


def test_who_takes_up_an_old_role_has_it_once(place):
    change(place, role=Role.SPECIALIST)
    now = Affiliation.objects.get(person=place.person, ended_at=None)

    change(now, role=Role.TEACHER, at=LATER + dt.timedelta(days=1))

    present = Affiliation.objects.get(person=place.person, ended_at=None)
    assert present == place
    assert Sponsorship.objects.get().affiliation == place


def test_nothing_new_changes_nothing(place):
    change(place)

    assert logged() == []
    assert addresses(place.person) == {"lise.meitner@xy.hamburg.de": None}


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
def test_what_is_refused_to_make_is_refused_to_change(place, names, error):
    with pytest.raises(error):
        change(place, **names)

    place.person.refresh_from_db()
    assert (str(place.person), logged()) == ("Lise Meitner", [])


def test_a_head_of_school_is_made_and_unmade_by_the_central_team():
    head = made(SchoolFactory(code="xy"), role=Role.PRINCIPAL)

    with pytest.raises(RoleNotAllowedError):
        change(head, role=Role.TEACHER)
    change(head, role=Role.PRINCIPAL, family_name="Hahn")
    change(head, family_name="Hahn", by=TEAM)

    present = Affiliation.objects.get(person=head.person, ended_at=None)
    assert (str(head.person), present.role) == ("Lise Hahn", "teacher")


def test_namesakes_are_looked_at_first(place):
    other = made(place.school, family_name="Hahn")

    with pytest.raises(NamesakesError):
        change(other)
    change(other, is_nobody_known=True)

    assert addresses(other.person)["lise.meitner2@xy.hamburg.de"] is None


@pytest.mark.parametrize("whose", ["person", "affiliation"])
def test_what_a_source_delivers_is_changed_there(place, whose):
    feed = SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)
    row = place.person if whose == "person" else place
    type(row).objects.filter(pk=row.pk).update(
        source=feed, **{"source_key": "t1"} if whose == "person" else {}
    )

    with pytest.raises(NotByHandError):
        change(place, family_name="Hahn")


def test_what_has_ended_is_not_changed(place):
    Affiliation.objects.filter(pk=place.pk).update(ended_at=LATER)

    with pytest.raises(EndedError):
        change(place, family_name="Hahn")
