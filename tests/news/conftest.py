"""A school, and people of it who publish and read."""

import pytest

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)


def account_at(school, role):
    """Somebody with a role at a school."""
    person = PersonFactory(home_school=school)
    AffiliationFactory(person=person, role=role)
    return AccountFactory(person=person)


def admin_at(school, role):
    """Somebody's Admin-Account; of the central team without a school."""
    person = PersonFactory(home_school=school or SchoolFactory())
    AppointmentFactory(person=person, school=school, role=role)
    return AccountFactory(person=person, kind=AccountKind.ADMIN)


@pytest.fixture
def school(db):
    return SchoolFactory(name="Hafenschule", code="hafen")


@pytest.fixture
def elsewhere(db):
    return SchoolFactory(name="Deichschule", code="deich")


@pytest.fixture
def principal(school):
    return account_at(school, Role.PRINCIPAL)


@pytest.fixture
def teacher(school):
    return account_at(school, Role.TEACHER)


@pytest.fixture
def pupil(school):
    return account_at(school, Role.STUDENT)


@pytest.fixture
def central_team(db):
    return admin_at(None, AdminRole.CENTRAL_TEAM)
