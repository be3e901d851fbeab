"""What concerns the safety of an account is recorded apart, and says little."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.urls import reverse

from eduport.accounts.errors import LoginRefusedError
from eduport.accounts.services.second_factor import remove_second_factors
from eduport.accounts.services.signing_in import check_login
from eduport.accounts.services.throttling import Origin
from eduport.audit.models import LogEntry, SecurityEvent
from tests.accounts.browsing import OFFICE, number_of
from tests.factories.accounts import (
    AccountFactory,
    give_passkey,
    give_second_factor,
    sign_in,
)
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
ELSEWHERE = Origin(network="203.0.113.7")


def actions():
    return list(SecurityEvent.objects.order_by("pk").values_list("action", flat=True))


@pytest.fixture
def owner(client, ada):
    sign_in(client, ada)
    return ada


def test_setting_up_an_app_is_recorded_with_the_codes(
    client, owner, django_capture_on_commit_callbacks
):
    page = client.get(reverse("mfa_activate_totp"))
    number = number_of(page.context["form"].secret)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": number})

    assert sorted(actions()) == [
        "accounts.authenticator_app.added",
        "accounts.recovery_codes.made",
    ]
    assert set(SecurityEvent.objects.values_list("actor_id", "subject_id")) == {
        (owner.pk, owner.pk)
    }


def test_removing_the_app_is_recorded_with_the_codes(client, owner):
    give_second_factor(owner)

    client.post(reverse("mfa_deactivate_totp"))

    assert actions() == [
        "accounts.authenticator_app.removed",
        "accounts.recovery_codes.removed",
    ]


def test_new_recovery_codes_are_recorded(
    client, owner, django_capture_on_commit_callbacks
):
    give_second_factor(owner)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))

    assert actions() == ["accounts.recovery_codes.made"]


def test_a_new_passkey_is_recorded(rf, owner):
    passkey = give_passkey(owner)

    # As allauth says it when the browser has registered one.
    authenticator_added.send(
        Authenticator, request=rf.get("/"), user=owner, authenticator=passkey
    )

    assert actions() == ["accounts.passkey.added"]


def test_a_removed_passkey_is_recorded(client, owner):
    passkey = give_passkey(owner)

    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))

    assert actions() == ["accounts.passkey.removed"]


def test_factors_that_somebody_else_removes_are_recorded_only_there():
    account = AccountFactory(second_factor=True)

    remove_second_factors(account, by=OFFICE, at=NOON)

    assert actions() == ["accounts.second_factor.removed"]
    assert not LogEntry.objects.exists()


def test_the_start_of_a_lock_is_recorded_once_and_names_no_origin(ada, settings):
    failures = settings.EDUPORT.login_failures

    for _ in range(failures + 2):
        with pytest.raises(LoginRefusedError):
            check_login(ada.username, "falsch", origin=ELSEWHERE, at=NOON)

    event = SecurityEvent.objects.get()
    assert (event.action, event.subject_id) == ("accounts.account.lock_begun", ada.pk)
    assert (event.actor, event.actor_id) == ("sign-in", None)


def test_a_login_that_nobody_has_leaves_no_trace(settings):
    for _ in range(settings.EDUPORT.login_failures):
        with pytest.raises(LoginRefusedError):
            check_login("who@xy.hamburg.de", "falsch", origin=ELSEWHERE, at=NOON)

    assert actions() == []
