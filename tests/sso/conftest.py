"""What the tests of single sign-on share: a signed-in teacher and a service."""

import pytest

from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory
from tests.factories.sso import ReleaseFactory
from tests.sso.relying_party import RelyingParty


@pytest.fixture
def account(db):
    """A teacher's account."""
    account = AccountFactory()
    AffiliationFactory(person=account.person)
    return account


@pytest.fixture
def app(db):
    """A service that is released to everybody."""
    return ReleaseFactory().app


@pytest.fixture
def service(app, client, account):
    """The service, with a browser in which the teacher is signed in."""
    client.force_login(account)
    return RelyingParty(app, client)
