"""The page on which school admins hand out the codes for the first sign-in."""

import pytest
from django.test import Client

from eduport.accounts.models import Account, ActivationCode
from eduport.accounts.services.activation import MAX_SLIPS, issue_activation_codes
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, GroupKind, MembershipRole, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    year_session,
)

pytestmark = pytest.mark.django_db
PAGE = "/account/first-logins/"
SLIPS = f"{PAGE}slips/"
PART = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def year():
    return AcademicSessionFactory(activated_at=NOON)


def newcomer(school, given, family, role=Role.STUDENT, school_class=None, **account):
    person = PersonFactory(home_school=school, given_name=given, family_name=family)
    AffiliationFactory(person=person, role=role)
    if school_class:
        MembershipFactory(group=school_class, person=person)
    username = f"{given}.{family}@{school.code}.hamburg.de".lower()
    values = {"username": username, "activated_at": None} | account
    return AccountFactory(person=person, **values)


def class_of(school, name, session):
    return GroupFactory(school=school, kind=GroupKind.CLASS, name=name, session=session)


def admin_client(school, role=AdminRole.SCHOOL_ADMIN):
    at = {"school": school} if role == AdminRole.SCHOOL_ADMIN else {"school": None}
    person = AppointmentFactory(person__home_school=school, role=role, **at).person
    client = Client()
    name = f"admin.{person.pk}@xy.hamburg.de"
    sign_in(client, AccountFactory(person=person, kind="admin", username=name))
    return client


@pytest.fixture
def admin(school):
    return admin_client(school)


def names(response):
    return [account.person.given_name for account in response.context["page"]]


def codes(response):
    sheets = response.context["sheets"]
    return {account.person.given_name: code for s in sheets for account, _, code in s}


def test_the_list_has_those_of_the_school_who_never_signed_in(admin, school):
    newcomer(school, "Ada", "Berg")
    newcomer(school, "Bo", "Adler", activated_at=NOON)
    newcomer(school, "Cem", "Can", disabled_at=NOON)
    newcomer(SchoolFactory(), "Dora", "Dorn")

    response = admin.get(PAGE)

    assert names(response) == ["Ada"]
    assert "ada.berg@hafen.hamburg.de" in response.text
    assert "Erste Anmeldung" in response.text


def test_a_guest_of_the_school_gets_the_code_from_the_home_school(admin, school):
    guest = newcomer(SchoolFactory(), "Gil", "Gast", role=Role.TEACHER)
    AffiliationFactory(person=guest.person, school=school, role=Role.TEACHER)

    assert names(admin.get(PAGE)) == []


def test_pupils_show_their_class_of_this_year_and_staff_their_role(admin, school, year):
    now = class_of(school, "7b", year)
    last_year = year_session(2025)
    ada = newcomer(school, "Ada", "Berg", school_class=now)
    MembershipFactory(group=class_of(school, "6b", last_year), person=ada.person)
    ben = newcomer(school, "Ben", "Cohn", role=Role.TEACHER)
    leader = {"role": MembershipRole.LEADER, "person": ben.person}
    MembershipFactory(group=now, **leader)

    page = admin.get(PAGE).context["page"]

    assert [account.belongs for account in page] == ["7b", "Lehrkraft"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=berg", ["Ada"]),
        ("q=be+ad", ["Ada"]),
        ("q=cohn%40xy", []),
        ("q=ben.co", ["Ben"]),
        ("role=teacher", ["Ben"]),
        ("role=nonsense", ["Ada", "Ben"]),
        ("school_class=nonsense", ["Ada", "Ben"]),
        ("sort=-name", ["Ben", "Ada"]),
        ("sort=belongs", ["Ben", "Ada"]),
    ],
)
def test_it_can_be_searched_and_filtered(admin, school, year, query, found):
    newcomer(school, "Ada", "Berg", school_class=class_of(school, "7b", year))
    newcomer(school, "Ben", "Cohn", role=Role.TEACHER)

    assert names(admin.get(f"{PAGE}?{query}")) == found


def test_it_can_be_filtered_by_a_class_of_this_year(admin, school, year):
    group = class_of(school, "7b", year)
    newcomer(school, "Ada", "Berg", school_class=group)
    newcomer(school, "Bo", "Adler", school_class=class_of(school, "7c", year))

    assert names(admin.get(f"{PAGE}?school_class={group.pk}")) == ["Ada"]


def test_typing_brings_only_the_results(admin, school):
    newcomer(school, "Ada", "Berg")

    response = admin.get(f"{PAGE}?q=ada", headers=PART)

    assert "<html" not in response.text
    assert "Berg, Ada" in response.text


def test_a_long_list_costs_no_more_queries(
    admin, school, year, django_assert_num_queries
):
    group = class_of(school, "7b", year)
    for number in range(30):
        one = newcomer(school, f"Ada{number}", "Berg", school_class=group)
        issue_activation_codes([one], by=Actor("test"), at=NOON)

    # Session, account, actor, terms; schools, classes; the count and the rows.
    with django_assert_num_queries(8):
        admin.get(PAGE, headers=PART)


def test_the_central_team_chooses_a_school(school, year):
    newcomer(school, "Ada", "Berg", school_class=class_of(school, "7b", year))
    central = admin_client(school, AdminRole.CENTRAL_TEAM)

    assert names(central.get(PAGE)) == []
    assert central.post(SLIPS, {"all": "1"}).status_code == 302
    assert not ActivationCode.objects.exists()
    response = central.get(f"{PAGE}?school={school.pk}", headers=PART)
    assert names(response) == ["Ada"]
    # The classes to choose from come with the school.
    assert ">7b</option>" in response.text


def test_a_school_admin_cannot_choose_another_school(admin):
    other = SchoolFactory()
    newcomer(other, "Dora", "Dorn")

    assert names(admin.get(f"{PAGE}?school={other.pk}")) == []


def test_the_button_of_a_row_shows_a_code(admin, school):
    ada = newcomer(school, "Ada", "Berg")
    target = f"/accounts/people/{ada.person.uid}/code/"

    assert f'formaction="{target}"' in admin.get(PAGE).text
    assert admin.post(target, {"ids": ada.pk}).context["code"]


# Slips


def test_slips_are_made_for_those_who_are_ticked_and_work(admin, school):
    ada = newcomer(school, "Ada", "Berg")
    newcomer(school, "Bo", "Adler")

    response = admin.post(SLIPS, {"ids": [ada.pk]})

    assert list(codes(response)) == ["Ada"]
    assert response["Cache-Control"] == "no-store"
    assert codes(response)["Ada"] in response.text
    data = {"login": ada.username, "code": codes(response)["Ada"], "has_accepted": "on"}
    data |= dict.fromkeys(("new_password", "repetition"), "vier warme Brezeln")
    Client().post("/accounts/activate/", data)
    assert not ActivationCode.objects.filter(account=ada).exists()


def test_all_means_all_that_the_filter_finds(admin, school, year):
    group = class_of(school, "7b", year)
    newcomer(school, "Ada", "Berg", school_class=group)
    newcomer(school, "Bo", "Adler", school_class=group)
    newcomer(school, "Cem", "Can")

    response = admin.post(f"{SLIPS}?school_class={group.pk}", {"all": "1"})

    assert list(codes(response)) == ["Bo", "Ada"]


def test_too_many_at_a_time_get_none(admin, school):
    for number in range(MAX_SLIPS + 1):
        newcomer(school, f"Ada{number}", "Berg")

    response = admin.post(SLIPS, {"all": "1"}, follow=True)

    assert "Höchstens 60 Codes auf einmal" in response.text
    assert not ActivationCode.objects.exists()


def test_nobody_ticked_is_said(admin):
    response = admin.post(SLIPS, follow=True)

    assert "Niemand ist ausgewählt" in response.text


def test_slips_are_never_made_for_others(admin, school):
    active = newcomer(school, "Bo", "Adler", activated_at=NOON)
    stranger = newcomer(SchoolFactory(), "Dora", "Dorn")

    admin.post(SLIPS, {"ids": [active.pk, stranger.pk, "x", "9" * 30]})

    assert not ActivationCode.objects.exists()


# Access


@pytest.mark.parametrize("role", [*Role])
@pytest.mark.parametrize("method", ["get", "post"])
def test_everyday_accounts_may_not(client, school, role, method):
    person = AffiliationFactory(person__home_school=school, role=role).person
    client.force_login(AccountFactory(person=person))
    ada = newcomer(school, "Ada", "Berg")

    response = getattr(client, method)(
        PAGE if method == "get" else SLIPS, {"ids": ada.pk}
    )

    assert response.status_code == 403
    assert not ActivationCode.objects.exists()


def test_visitors_sign_in_first(client):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert client.post(SLIPS)["Location"].startswith("/accounts/login/")


def test_the_school_admin_of_another_school_sees_and_makes_none(school):
    ada = newcomer(school, "Ada", "Berg")
    stranger = admin_client(SchoolFactory())

    assert names(stranger.get(f"{PAGE}?school={school.pk}")) == []
    stranger.post(f"{SLIPS}?school={school.pk}", {"ids": ada.pk})
    assert not ActivationCode.objects.exists()
    assert Account.objects.get(pk=ada.pk).activated_at is None
