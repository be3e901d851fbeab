"""The cast of the portal: people with a role at a school, and their actors."""

import pytest

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

ADMIN_ROLES = {AdminRole.SCHOOL_ADMIN, AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK}


def account_with(role, school=None):
    """The account of a new person with a role, at a school where roles have one."""
    school = school or SchoolFactory()
    person = PersonFactory(home_school=school)
    if role in Role.values:
        AffiliationFactory(person=person, role=role)
    else:
        has_school = role in {AdminRole.SCHOOL_ADMIN, AdminRole.IT_CONTACT}
        at = {} if has_school else {"school": None}
        AppointmentFactory(person=person, role=role, **at)
    AddressFactory(person=person, number=person.pk)
    kind = AccountKind.ADMIN if role in ADMIN_ROLES else AccountKind.PERSON
    return AccountFactory(person=person, kind=kind)


@pytest.fixture
def teacher():
    return account_with(Role.TEACHER)


@pytest.fixture
def pupil(teacher):
    return account_with(Role.STUDENT, teacher.person.home_school)
