"""A school with somebody who asks, somebody who answers, and a stranger."""

from dataclasses import dataclass

import pytest

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Role, School
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import (
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)


def belongs(school: School, role: Role, name: str) -> Account:
    """The everyday account of somebody at a school, with a mailbox."""
    person = PersonFactory(
        home_school=school, given_name=name, address_base=f"{name}.b"
    )
    AffiliationFactory(person=person, role=role)
    AddressFactory(person=person)
    return AccountFactory(person=person, username=f"{name}.b@{school.code}.hamburg.de")


def administers(account: Account) -> Account:
    """The Admin-Account of the same person, who is appointed school admin."""
    AppointmentFactory(person=account.person, role=AdminRole.SCHOOL_ADMIN)
    name = f"admin.{account.username}"
    return AccountFactory(person=account.person, kind=AccountKind.ADMIN, username=name)


@dataclass
class Cast:
    """Who takes part."""

    school: School
    pupil: Account
    teacher: Account
    admin: Account
    it_contact: Account
    stranger: Account

    def actor(self, name: str) -> Actor:
        """Read anew, as in a new request."""
        return Account.objects.get(pk=getattr(self, name).pk).actor


@pytest.fixture
def cast(db) -> Cast:
    school, elsewhere = SchoolFactory(code="hafen"), SchoolFactory(code="deich")
    contact = belongs(school, Role.TEACHER, "iris")
    AppointmentFactory(person=contact.person, role=AdminRole.IT_CONTACT)
    return Cast(
        school=school,
        pupil=belongs(school, Role.STUDENT, "paul"),
        teacher=belongs(school, Role.TEACHER, "tina"),
        admin=administers(belongs(school, Role.TEACHER, "adam")),
        it_contact=contact,
        stranger=administers(belongs(elsewhere, Role.TEACHER, "fred")),
    )


@pytest.fixture
def operator_account(db) -> Account:
    person = PersonFactory(given_name="Dieter", family_name="Desk")
    AppointmentFactory(person=person, school=None, role=AdminRole.SERVICE_DESK)
    return AccountFactory(person=person, kind=AccountKind.ADMIN, username="desk@x.de")


@pytest.fixture
def operator(operator_account) -> Actor:
    """Somebody of the service desk."""
    return operator_account.actor


@pytest.fixture
def desk(client, operator_account):
    """A browser in which somebody of the service desk is signed in."""
    sign_in(client, operator_account)
    return client


@pytest.fixture
def mail_domain(settings):
    """A portal to which people can answer by mail."""
    changes = {"mail_intake_domain": "tickets.example", "mail_from": "e@portal.example"}
    settings.EDUPORT = settings.EDUPORT.model_copy(update=changes)
    return "tickets.example"
