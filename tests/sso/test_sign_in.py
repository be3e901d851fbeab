"""The way from a service's request to its tokens."""

import pytest

from tests.sso.relying_party import claims_of

pytestmark = pytest.mark.django_db


def test_a_service_learns_who_signed_in(service, account):
    tokens = service.sign_in()

    claims = claims_of(tokens["id_token"])
    told = service.userinfo(tokens["access_token"]).json()
    assert claims["iss"] == "http://127.0.0.1:8000"
    assert claims["aud"] == service.app.client_id
    assert claims["nonce"] == "some-nonce"
    assert told["sub"] == claims["sub"]
    assert told["name"] == "Ada Berg"
    assert told["roles"] == ["Lehr"]


def test_authorize_and_token_take_at_most_ten_queries(
    service, django_assert_max_num_queries
):
    service.sign_in()

    with django_assert_max_num_queries(10):
        service.sign_in()
