"""What tests of administration share: a school, its admin, and people at it."""

import pytest
from django.test import Client

from eduport.people.models import AdminRole, GroupKind, Role
from eduport.people.rules.addresses import local_part
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
