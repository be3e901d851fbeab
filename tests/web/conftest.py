"""What the tests of the UI kit share."""

import pytest
from django.conf import settings

from eduport.web import navigation
from tests.factories.accounts import AccountFactory


@pytest.fixture(autouse=True)
def _login_page(settings):
    settings.LOGIN_URL = "/login/"
    settings.LOGIN_REDIRECT_URL = "/home/"


@pytest.fixture(autouse=True)
def _shell_of_nobody(monkeypatch):
    """The kit is tested without what the domains above put into the shell."""
    for providers in ("_navigation", "_identities", "_banners"):
        monkeypatch.setattr(navigation, providers, [])


@pytest.fixture
def member(client):
    """Somebody who is signed in."""
    account = AccountFactory()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return account
