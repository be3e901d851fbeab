"""The second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from eduport.accounts.adapters import MFAAdapter
from tests.accounts.browsing import (
    SENTENCE,
    activation,
    is_signed_in,
    sign_in,
    totp_code,
)
from tests.factories.accounts import SECRET, give_passkey
from tests.factories.accounts import sign_in as already_signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_app(ada):
    data = {"secret": MFAAdapter().encrypt(SECRET)}
    return Authenticator.objects.create(user=ada, type="totp", data=data)


def test_the_second_factor_is_asked_for(client, ada, with_app):
    response = sign_in(client, next="/account/")

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/")["Location"].startswith("/accounts/login/")
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert "Authenticator-App" in page
    assert 'placeholder="Code"' in page, "a word of ours changed one of allauth"
    response = client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    assert response["Location"] == "/account/"
    assert is_signed_in(client)


def test_a_wrong_number_does_not_sign_in(client, ada, with_app):
    sign_in(client)

    response = client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert response.status_code == 422
    assert not is_signed_in(client)


def test_numbers_are_not_guessed_at_leisure(client, ada, with_app):
    sign_in(client)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    response = client.post("/accounts/2fa/authenticate/", {"code": totp_code()})

    assert response.status_code == 422


def test_a_code_by_letter_does_not_replace_the_second_factor(client, ada, with_app):
    response = client.post("/accounts/activate/", activation(ada))

    assert response["Location"] == "/accounts/2fa/authenticate/"


def test_the_secret_lies_encrypted(with_app):
    assert SECRET not in with_app.data["secret"]
    assert MFAAdapter().decrypt(with_app.data["secret"]) == SECRET


def test_the_picture_for_the_app_lies_on_white():
    svg = MFAAdapter().build_totp_svg("otpauth://totp/x")

    assert svg.index('fill="white"') < svg.index("<path")


def test_an_app_is_set_up_after_the_password(client, ada):
    already_signed_in(client, ada, ago=16)
    response = client.get("/accounts/2fa/app/add/")
    assert response["Location"].startswith("/accounts/reauthenticate/")

    url = response["Location"]
    assert client.get(url).status_code == 200
    response = client.post(url, {"password": SENTENCE})
    assert response["Location"] == "/accounts/2fa/app/add/"
    page = client.get("/accounts/2fa/app/add/")
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    ],
)
def test_the_pages_of_second_factors_are_ours(client, ada, with_app, name):
    Authenticator.objects.create(
        user=ada,
        type="recovery_codes",
        data={"seed": MFAAdapter().encrypt("x" * 80), "used_mask": 0},
    )
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": totp_code()})
    client.post("/accounts/reauthenticate/", {"password": SENTENCE})

    response = client.get(reverse(name), follow=True)

    assert response.status_code == 200
    assert "ep-header" in response.content.decode()


PASSKEY = 'id="mfa_webauthn_authenticate"'


def second_step(client):
    sign_in(client)
    return client.get("/accounts/2fa/authenticate/").content.decode()


def test_the_second_step_offers_no_passkey_to_who_has_none(client, ada, with_app):
    page = second_step(client)

    assert PASSKEY not in page
    assert "Geben Sie die Zahl aus Ihrer Authenticator-App ein." in page


def test_the_second_step_offers_the_passkey_of_who_has_one(client, ada):
    give_passkey(ada)
    RecoveryCodes.activate(ada)

    page = second_step(client)

    assert PASSKEY in page
    assert "Benutzen Sie Ihren Passkey, oder geben Sie einen Ihrer Ersatzcodes" in page


def test_who_has_app_and_passkey_is_offered_both(client, ada, with_app):
    give_passkey(ada)

    page = second_step(client)

    assert PASSKEY in page
    assert "Authenticator-App" in page


def test_a_passkey_that_nobody_has_does_not_sign_in(client, ada, with_app):
    sign_in(client)

    response = client.post("/accounts/2fa/authenticate/", {"credential": "{}"})

    assert response.status_code == 422
    assert not is_signed_in(client)


def test_confirming_offers_what_somebody_has(client, ada):
    give_passkey(ada)
    RecoveryCodes.activate(ada)
    already_signed_in(client, ada, ago=16)

    passkey = client.get(reverse("mfa_reauthenticate_webauthn")).content.decode()
    code = client.get(reverse("mfa_reauthenticate")).content.decode()

    assert "Mit einem Ersatzcode" in passkey
    assert "Authenticator-App" not in passkey
    assert "Geben Sie einen Ihrer Ersatzcodes ein." in code


def test_a_visitor_sees_no_second_factor(client):
    assert client.get("/accounts/2fa/")["Location"].startswith("/accounts/login/")
