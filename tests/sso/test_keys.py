"""Signing keys: made, published, changed and forgotten."""

import datetime as dt
import json
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.test import Client

from eduport.core.actor import Actor
from eduport.sso.errors import InvalidTokenError, UnreadableKeyError
from eduport.sso.formats import jwt
from eduport.sso.models import KeyState, SigningKey
from eduport.sso.services import keys
from eduport.sso.services.keys import rotate_keys
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
ROBOT = Actor.system("schedule")
DAY = dt.timedelta(days=1)


def published():
    response = Client().get("/oidc/jwks")
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    return {key["kid"] for key in response.json()["keys"]}


def kid_of(state):
    return SigningKey.objects.get(state=state).kid


def test_the_first_keys_make_themselves():
    assert len(published()) == 2
    assert published() == {kid_of(KeyState.ACTIVE), kid_of(KeyState.NEXT)}


def test_the_public_keys_say_nothing_private():
    keys_ = Client().get("/oidc/jwks").json()["keys"]

    assert {frozenset(key) for key in keys_} == {
        frozenset({"kty", "use", "alg", "kid", "n", "e"})
    }


def test_a_day_later_nothing_changes():
    rotate_keys(by=ROBOT, at=NOON)
    before = list(SigningKey.objects.values())

    rotate_keys(by=ROBOT, at=NOON + DAY)
    rotate_keys(by=ROBOT, at=NOON + DAY)

    assert list(SigningKey.objects.values()) == before


def test_an_old_key_is_replaced_by_one_that_was_published_before():
    rotate_keys(by=ROBOT, at=NOON)
    old, following = kid_of(KeyState.ACTIVE), kid_of(KeyState.NEXT)
    token = keys.sign({"sub": "x"})

    rotate_keys(by=ROBOT, at=NOON + 90 * DAY)

    assert kid_of(KeyState.ACTIVE) == following
    assert published() == {old, following, kid_of(KeyState.NEXT)}
    assert keys.read_own_token(token) == {"sub": "x"}


def test_a_retired_key_goes_when_all_its_tokens_are_over():
    rotate_keys(by=ROBOT, at=NOON)
    token = keys.sign({"sub": "x"})
    rotate_keys(by=ROBOT, at=NOON + 90 * DAY)

    rotate_keys(by=ROBOT, at=NOON + 98 * DAY)

    assert len(published()) == 2
    with pytest.raises(InvalidTokenError):
        keys.read_own_token(token)


def test_a_key_can_be_replaced_at_once():
    rotate_keys(by=ROBOT, at=NOON)
    old = kid_of(KeyState.ACTIVE)

    rotate_keys(by=ROBOT, at=NOON, is_forced=True)

    assert kid_of(KeyState.RETIRED) == old


def test_keys_are_stored_encrypted(settings):
    rotate_keys(by=ROBOT, at=NOON)
    stored = bytes(SigningKey.objects.first().encrypted)

    settings.SECRET_KEY = "another key " * 5

    with pytest.raises(UnreadableKeyError):
        keys.signer()
    with pytest.raises(ValueError, match="deserialize"):
        load_der_private_key(stored, password=None)


def test_only_our_signature_with_our_algorithm_counts():
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    signer = keys.signer()
    forged = jwt.encode({"sub": "x"}, stranger, kid=signer.kid)
    unknown = jwt.encode({"sub": "x"}, stranger, kid="unknown")
    real = keys.sign({"sub": "x"})
    head, body, _ = real.split(".")
    header = json.dumps({"alg": "none", "kid": signer.kid}).encode()
    none = urlsafe_b64encode(header).decode().rstrip("=")

    for token in (forged, unknown, f"{none}.{body}.", f"{head}.{body}", "", "ä.ö.ü"):
        with pytest.raises(InvalidTokenError):
            keys.read_own_token(token)
