"""Sessions end, and what is over is forgotten in the night."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from eduport.accounts.models import FailedLogin
from eduport.accounts.services.sessions import (
    live_sessions,
    purge_sessions,
    record_session,
    session_store,
)
from eduport.accounts.services.throttling import Lanes, count_failure
from eduport.accounts.tasks import purge_sign_ins_task
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
ENGINES = [
    "django.contrib.sessions.backends.db",
    "django.contrib.sessions.backends.cache",
]
A_WEEK = dt.timedelta(days=7)


def session_of(account, *, is_live=True):
    store = session_store()
    store.set_expiry(3600 if is_live else -1)
    store.create()
    long_ago = dt.datetime.now(dt.UTC) - A_WEEK
    record_session(account.pk, store.session_key, "Firefox " * 50, at=long_ago)
    if not is_live:
        # A cache forgets by itself, the database when it is told.
        Session.objects.filter(pk=store.session_key).update(expire_date=long_ago)
        if not Session.objects.filter(pk=store.session_key).exists():
            store.delete(store.session_key)
    return store.session_key


@pytest.fixture(params=ENGINES)
def engine(request, settings):
    settings.SESSION_ENGINE = request.param
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }


def test_expired_sessions_are_forgotten_and_live_ones_kept(engine):
    account = AccountFactory()
    live, _ = session_of(account), session_of(account, is_live=False)

    purge_sessions(at=dt.datetime.now(dt.UTC))

    assert [row.session_key for row in UserSession.objects.all()] == [live]
    assert Session.objects.exclude(pk=live).count() == 0


def test_only_live_sessions_are_listed(engine):
    account = AccountFactory()
    live, _ = session_of(account), session_of(account, is_live=False)

    assert [row.session_key for row in live_sessions(account)] == [live]


def test_the_night_forgets_failures_too():
    count_failure(Lanes("0" * 64), at=dt.datetime.now(dt.UTC) - A_WEEK)

    purge_sign_ins_task.func()

    assert FailedLogin.objects.count() == 0
