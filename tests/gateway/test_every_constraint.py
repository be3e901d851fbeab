"""What the database keeps of other systems, broken one by one."""

import pytest
from django.db.models import F

from eduport.gateway.models import AcceptedRequest
from tests.breaking import assert_refused, changed, twice
from tests.factories.gateway import DeliveryFactory, EndpointFactory, token_of
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def token():
    return token_of("tickets:read")[0]


def request():
    return AcceptedRequest.objects.create(
        token=token(), key="key", digest="0" * 64, at=NOON
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("api_token_has_a_name", changed(token, name="")),
        ("api_token_scopes_are_known", changed(token, scopes=["everything"])),
        ("api_token_expires_later", changed(token, expires_at=F("created_at"))),
        ("accepted_request_once", twice(request)),
        ("webhook_has_name_and_url", changed(EndpointFactory, url="")),
        ("webhook_kinds_are_known", changed(EndpointFactory, kinds=["x"])),
        ("webhook_disabled_says_why", changed(EndpointFactory, disabled_at=NOON)),
        ("webhook_delivery_once", twice(DeliveryFactory)),
        (
            "webhook_delivery_ends_once",
            changed(DeliveryFactory, delivered_at=NOON, given_up_at=NOON),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
