"""What tests of administration share: a school, its admin, and people at it."""

import pytest
from django.test import Client

from eduport.people.models import AdminRole, GroupKind, Role
from eduport.people.rules.addresses import local_part
from eduport.people.services.addresses import assign_addresses
from eduport.people.signals import persons_changed
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
)


@pytest.fixture
def school():
    return SchoolFactory(name="Am Hafen", code="hafen")


@pytest.fixture
def year():
    return AcademicSessionFactory(activated_at=NOON)


def admin_account(school, role=AdminRole.SCHOOL_ADMIN):
    at = school if role == AdminRole.SCHOOL_ADMIN else None
    home = SchoolFactory()
    person = AppointmentFactory(person__home_school=home, role=role, school=at).person
    name = f"admin.{person.pk}@xy.hamburg.de"
    return AccountFactory(person=person, kind="admin", username=name)


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def admin(school):
    return client_of(admin_account(school))


@pytest.fixture
def central_team(school):
    return client_of(admin_account(school, AdminRole.CENTRAL_TEAM))


def class_of(school, name, session):
    return GroupFactory(school=school, kind=GroupKind.CLASS, name=name, session=session)


def somebody(school, given, family="Adler", role=Role.STUDENT, group=None, **account):
    """A person with an account at a school; `group` is one that they are in."""
    base = local_part(given, family)
    person = PersonFactory(
        home_school=school, given_name=given, family_name=family, address_base=base
    )
    AffiliationFactory(person=person, role=role)
    if group:
        MembershipFactory(group=group, person=person)
    AccountFactory(person=person, username=f"{base}@{school.code}.de", **account)
    return person


@pytest.fixture
def sign_in_as():
    """Sign in: `sign_in_as(school)` as a school admin, `sign_in_as()` centrally."""

    def sign(*schools, ago=0):
        person = PersonFactory(home_school=SchoolFactory())
        for school in schools or [None]:
            role = AdminRole.SCHOOL_ADMIN if school else AdminRole.CENTRAL_TEAM
            AppointmentFactory(person=person, role=role, school=school)
        name = f"admin.{person.pk}@hafen.hamburg.de"
        account = AccountFactory(person=person, kind="admin", username=name)
        client = Client()
        sign_in(client, account, ago=ago)
        client.account = account
        return client

    return sign


@pytest.fixture
def school_admin(sign_in_as, school):
    """The school admin of the school."""
    return sign_in_as(school)


@pytest.fixture
def make_person(school):
    """Make somebody at the school, with an account: `make_person("Ada", "Berg")`."""

    def make(given="Ada", family="Berg", *, at=school, role="teacher", **fields):
        person = PersonFactory(
            home_school=at,
            given_name=given,
            family_name=family,
            address_base=f"{given}.{family}".lower(),
            **fields,
        )
        AffiliationFactory(person=person, role=role)
        assign_addresses([person.pk], at=NOON)
        persons_changed.send(None, person_ids=[person.pk], at=NOON)
        return person

    return make
