"""Factories of `accounts`."""

import datetime as dt
import time

import factory
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from eduport.accounts.models import Account, AccountKind, ActivationCode, Terms
from tests.factories.people import NOON, PersonFactory

SECRET = "MFZWIZTHNBVGW3DNNZXXA4LSON2HK5TX"


def give_second_factor(account):
    """An authenticator app with the secret `SECRET`, and recovery codes once seen."""
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account).mark_as_viewed()


def give_passkey(account):
    """A passkey as a browser would have registered it, without attestation."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(
        b"\0" * 16, b"1" * 16, ES256.from_cryptography_key(key)
    )
    data = AuthenticatorData.create(b"\0" * 32, 0x45, 0, credential)
    registered = AttestationObject.create("none", data, {})
    seen = CollectedClientData.create("webauthn.create", b"1" * 16, "https://x.de")
    response = {
        "clientDataJSON": websafe_encode(seen),
        "attestationObject": websafe_encode(registered),
    }
    name = websafe_encode(credential.credential_id)
    sent = {"id": name, "rawId": name, "type": "public-key", "response": response}
    return WebAuthn.add(account, "Key", sent).instance


def sign_in(client, account, *, ago=0):
    """A session in which the person has shown everything, so many minutes ago."""
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    session, at = client.session, time.time() - ago * 60
    session["account_authentication_methods"] = [
        {"method": "password", "at": at},
        {"method": "mfa", "type": "totp", "at": at},
    ]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


class AccountFactory(factory.django.DjangoModelFactory):
    """An activated everyday account. Hash a password only where a test needs it.

    An Admin-Account has a second factor, since without one it can do nothing.
    """

    class Meta:
        model = Account
        skip_postgeneration_save = True

    @factory.post_generation
    def second_factor(self, create, wanted, **_kwargs):
        is_admin = self.kind == AccountKind.ADMIN
        if create and (is_admin if wanted is None else wanted):
            give_second_factor(self)

    person = factory.SubFactory(PersonFactory)
    kind = AccountKind.PERSON
    username = factory.Sequence(lambda n: f"ada.berg{n}@s1.hamburg.de")
    created_at = NOON
    activated_at = NOON
    password = "!"
    # That of the first terms, which a migration brings: accepted, like most days.
    terms_version = "2026-1"


class ActivationCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivationCode

    account = factory.SubFactory(AccountFactory)
    digest = "0" * 64
    issued_at = NOON
    expires_at = NOON + dt.timedelta(days=90)


class TermsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Terms

    version = factory.Sequence(lambda n: f"v{n}")
    valid_from = factory.Sequence(lambda n: NOON - dt.timedelta(days=100 - n))
    text_de = "Seid freundlich."
    text_en = "Be kind."
