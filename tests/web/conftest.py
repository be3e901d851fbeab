"""What the tests of the UI kit share."""

import pytest
from django.conf import settings

from tests.factories.accounts import AccountFactory


@pytest.fixture(autouse=True)
def _login_page(settings):
    settings.LOGIN_URL = "/login/"
    settings.LOGIN_REDIRECT_URL = "/home/"


@pytest.fixture
def member(client):
    """Somebody who is signed in."""
    account = AccountFactory()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return account
