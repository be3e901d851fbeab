"""Appoints the first school admin of a school and prints a session, as JSON.

    python -m tests.e2e.appointing <login of the person>

For journeys that begin with a roster, when nobody may do anything yet.
"""

import datetime as dt
import json
import sys
import time

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.contrib.sessions.backends.db import SessionStore

from eduport.accounts.models import Account
from tests.e2e.scene import session_of
from tests.factories.accounts import AccountFactory
from tests.factories.people import AppointmentFactory


def appoint(login: str) -> dict[str, str]:
    """A school admin who has just shown everything: password and second factor."""
    person = Account.objects.get(username=login).person
    assert person is not None
    long_ago = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    AppointmentFactory(person=person, school=person.home_school, starts_at=long_ago)
    account = AccountFactory(person=person, kind="admin", username=f"admin.{login}")
    key = session_of(account)
    session, at = SessionStore(key), time.time()
    session["account_authentication_methods"] = [
        {"method": "password", "at": at},
        {"method": "mfa", "type": "totp", "at": at},
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()
    return {"session": key}


if __name__ == "__main__":
    json.dump(appoint(sys.argv[1]), sys.stdout)
