"""What the tests of the pages of accounts do in the browser again and again."""

import datetime as dt

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from eduport.accounts.services.activation import issue_activation_codes
from eduport.core.actor import Actor
from tests.factories.accounts import SECRET

SENTENCE = "vier warme Brezeln"
OTHER_SENTENCE = "fünf kalte Semmeln"
OFFICE = Actor("office")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def sign_in(client, username="ada.berg@xy.hamburg.de", password=SENTENCE, **kwargs):
    data = {"login": username, "password": password, **kwargs}
    return client.post("/accounts/login/", data, headers={"user-agent": FIREFOX})


def is_signed_in(client):
    return client.get(reverse("accounts:sessions")).status_code == 200


def activation(account, **kwargs):
    [(_, code)] = issue_activation_codes([account], by=OFFICE, at=now())
    return {
        "login": account.username,
        "code": code,
        "new_password": OTHER_SENTENCE,
        "repetition": OTHER_SENTENCE,
        "has_accepted": "on",
        **kwargs,
    }


def now():
    return dt.datetime.now(dt.UTC)


def change_password(client, current=SENTENCE, new=OTHER_SENTENCE, **kwargs):
    data = {
        "current_password": current,
        "new_password": new,
        "repetition": new,
        **kwargs,
    }
    return client.post("/account/password/", data)


def totp_code():
    """What the app of `give_second_factor` shows now."""
    return number_of(SECRET)


def number_of(secret):
    """What an app with this secret shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
