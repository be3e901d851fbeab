"""A school, who may report there, and the desk."""

import pytest

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import AdminRole
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AddressFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.factories.status import ComponentFactory


def admin_of(role: AdminRole, *, school=None, name="Dora") -> Account:
    """Somebody with an Admin-Account; school admins at a school."""
    if role == AdminRole.SCHOOL_ADMIN:
        school = school or SchoolFactory()
    person = PersonFactory(given_name=name, family_name="Desk")
    AppointmentFactory(person=person, school=school, role=role)
    username = f"admin.{person.uid}@x.de"
    return AccountFactory(person=person, kind=AccountKind.ADMIN, username=username)


@pytest.fixture
def school(db):
    return SchoolFactory(code="hafen", name="Hafenschule", number="5001")


@pytest.fixture
def reporter(school):
    """An IT contact, who may report faults for the school."""
    person = PersonFactory(
        home_school=school, given_name="Iris", family_name="Berg", address_base="i.b"
    )
    AppointmentFactory(person=person, school=school, role=AdminRole.IT_CONTACT)
    AddressFactory(person=person)
    return AccountFactory(person=person, username="i.b@hafen.hamburg.de")


@pytest.fixture
def mail(db):
    return ComponentFactory(slug="mail", name_de="E-Mail", name_en="Mail")


@pytest.fixture
def agent(db):
    """Somebody of the service desk."""
    return admin_of(AdminRole.SERVICE_DESK)
