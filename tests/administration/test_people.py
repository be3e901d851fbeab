"""The list of people: who is found, in which order, page by page."""

import pytest
from django.test import Client

from eduport.people.models import AdminRole, GroupKind, Role
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/manage/people/"
QUERIES = 12


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def year():
    return AcademicSessionFactory(activated_at=NOON)


def admin_client(school, role=AdminRole.SCHOOL_ADMIN):
    at = school if role == AdminRole.SCHOOL_ADMIN else None
    elsewhere = SchoolFactory()
    person = AppointmentFactory(
        person__home_school=elsewhere, role=role, school=at
    ).person
    client = Client()
    name = f"admin.{person.pk}@xy.hamburg.de"
    client.force_login(AccountFactory(person=person, kind="admin", username=name))
    return client


@pytest.fixture
def admin(school):
    return admin_client(school)


def somebody(school, given, family, role=Role.STUDENT, group=None, **account):
    base = f"{given}.{family}".lower()
    person = PersonFactory(
        home_school=school, given_name=given, family_name=family, address_base=base
    )
    AffiliationFactory(person=person, role=role)
    if group:
        MembershipFactory(group=group, person=person)
    AccountFactory(person=person, username=f"{base}@{school.code}.de", **account)
    return person


def names(response):
    return [row.person.given_name for row in response.context["rows"]]


def test_school_admins_see_their_people_in_order(admin, school, year):
    school_class = GroupFactory(
        school=school, kind=GroupKind.CLASS, name="7b", session=year
    )
    somebody(school, "Zoe", "Adler", group=school_class)
    somebody(school, "Ben", "Adler", Role.TEACHER)
    somebody(SchoolFactory(), "Cem", "Adler")

    page = admin.get(PAGE)

    rows = page.context["rows"]
    assert [(row.person.given_name, row.roles, row.classes) for row in rows] == [
        ("Ben", ["Lehrkraft"], []),
        ("Zoe", ["Schülerin oder Schüler"], ["7b"]),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    admin, school, number, django_assert_num_queries
):
    for n in range(number):
        somebody(school, "Ben", "Adler" + "abc"[n])

    with django_assert_num_queries(QUERIES):
        page = admin.get(PAGE)

    assert len(page.context["rows"]) == number
