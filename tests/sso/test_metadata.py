"""What the discovery document says, and that it is true."""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.sso.relying_party import claims_of

pytestmark = pytest.mark.django_db


def metadata(**headers):
    return Client(headers=headers).get("/.well-known/openid-configuration").json()


def test_the_issuer_is_the_configured_address():
    found = metadata(Host="evil.example")

    assert found["issuer"] == "http://127.0.0.1:8000"
    assert "evil" not in str(found)


def test_all_endpoints_are_there():
    endpoints = [
        value
        for name, value in metadata().items()
        if name.endswith("_endpoint") or name == "jwks_uri"
    ]

    names = {resolve(urlsplit(endpoint).path).view_name for endpoint in endpoints}
    assert names == {
        "sso:authorize",
        "sso:token",
        "sso:userinfo",
        "sso:jwks",
        "sso:logout",
        "sso:introspect",
        "sso:revoke",
    }


def test_it_promises_only_what_we_do():
    found = metadata()

    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["subject_types_supported"] == ["pairwise"]
    assert found["id_token_signing_alg_values_supported"] == ["RS256"]
    assert found["backchannel_logout_supported"]
    assert found["backchannel_logout_session_supported"]


def test_every_claim_of_an_id_token_is_announced(service):
    claims = claims_of(service.sign_in()["id_token"])

    known = {*metadata()["claims_supported"], "nonce", "jti", "at_hash"}
    assert claims.keys() <= known


@pytest.mark.parametrize(
    "path", ["/.well-known/openid-configuration", "/oidc/jwks", "/oidc/token"]
)
def test_no_other_sites_scripts_may_read_anything(path):
    response = Client().get(path, headers={"Origin": "https://evil.example"})

    assert "Access-Control-Allow-Origin" not in response.headers
