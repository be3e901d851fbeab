"""People who read and edit pages."""

import pytest
from django.test import Client

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)


@pytest.fixture
def school(db):
    return SchoolFactory(code="hafen", name="Schule am Hafen")


@pytest.fixture
def browser_of(client_class):
    """A browser in which somebody with a role is signed in."""

    def make(role, school=None, **names):
        school = school or SchoolFactory()
        person = PersonFactory(home_school=school, **names)
        is_admin = role in AdminRole.values and role != AdminRole.IT_CONTACT
        if is_admin:
            at = school if role == AdminRole.SCHOOL_ADMIN else None
            AppointmentFactory(person=person, school=at, role=role)
        else:
            AffiliationFactory(person=person, role=role)
        kind = AccountKind.ADMIN if is_admin else AccountKind.PERSON
        account = AccountFactory(person=person, kind=kind)
        browser = client_class()
        sign_in(browser, account)
        browser.account = account
        return browser

    return make


@pytest.fixture
def client_class():
    return Client


@pytest.fixture
def central(browser_of):
    return browser_of(AdminRole.CENTRAL_TEAM)


@pytest.fixture
def pupil(browser_of):
    return browser_of(Role.STUDENT)


@pytest.fixture
def teacher(browser_of):
    return browser_of(Role.TEACHER)
