"""The pages on which the central team decides who is told what."""

import pytest
from django.utils import timezone

from eduport.gateway.models import Delivery, EventKind, WebhookEndpoint
from eduport.gateway.services.webhooks import secrets_of
from eduport.people.models import AdminRole
from tests.factories.accounts import sign_in
from tests.factories.gateway import SECRET, DeliveryFactory, EndpointFactory
from tests.factories.people import NOON
from tests.gateway.conftest import admin_of

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Desk",
    "url": "https://desk.example/hook",
    "kinds": [EventKind.TICKET_CREATED],
}


@pytest.fixture
def team(client):
    """A browser in which somebody of the central team is signed in."""
    sign_in(client, admin_of(AdminRole.CENTRAL_TEAM))
    return client


def test_an_endpoint_is_added_and_its_secret_shown_once(team):
    answer = team.post("/gateway/webhooks/new/", FORM)

    endpoint = WebhookEndpoint.objects.get()
    (text,) = secrets_of(endpoint, timezone.now())
    assert text in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    for page in ("/gateway/webhooks/", f"/gateway/webhooks/{endpoint.uid}/"):
        shown = team.get(page).content.decode()
        assert "Desk" in shown
        assert text not in shown


def test_an_address_that_is_not_safe_comes_back_with_a_sentence(team):
    answer = team.post("/gateway/webhooks/new/", FORM | {"url": "http://desk.example/"})

    assert answer.status_code == 422
    assert not WebhookEndpoint.objects.exists()


def test_an_endpoint_is_changed_and_its_secret_renewed(team):
    endpoint = EndpointFactory()
    page = f"/gateway/webhooks/{endpoint.uid}/"

    team.post(f"{page}change/", FORM)
    asked = team.get(f"{page}secret/").content.decode()
    shown = team.post(f"{page}secret/").content.decode()

    endpoint.refresh_from_db()
    new, old = secrets_of(endpoint, timezone.now())
    assert (endpoint.name, endpoint.url, old) == ("Desk", FORM["url"], SECRET)
    assert new in shown
    assert new not in asked


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_takes_the_same_queries_however_long(
    team, number, django_assert_max_num_queries
):
    endpoint = EndpointFactory()
    for _ in range(number):
        DeliveryFactory(endpoint=endpoint, status=500, tries=2)
    page = f"/gateway/webhooks/{endpoint.uid}/"
    team.get(page)

    with django_assert_max_num_queries(12):
        shown = team.get(page).content.decode()

    assert shown.count("ticket.created") >= number


def test_stopping_going_on_testing_and_sending_again(team):
    delivery = DeliveryFactory(given_up_at=NOON, tries=10)
    page = f"/gateway/webhooks/{delivery.endpoint.uid}/"

    team.post(f"{page}stop/")
    assert not WebhookEndpoint.objects.get().is_active
    team.post(f"{page}go-on/")
    assert WebhookEndpoint.objects.get().is_active
    team.post(f"{page}test/")
    team.post(f"/gateway/deliveries/{delivery.pk}/again/")

    delivery.refresh_from_db()
    assert (delivery.given_up_at, delivery.tries) == (None, 0)
    kinds = Delivery.objects.order_by("pk").values_list("event__kind", flat=True)
    assert list(kinds) == ["ticket.created", "test"]


@pytest.mark.parametrize("role", [AdminRole.SERVICE_DESK, AdminRole.SCHOOL_ADMIN])
def test_nobody_else_decides_it(client, role):
    delivery = DeliveryFactory()
    page = f"/gateway/webhooks/{delivery.endpoint.uid}/"
    sign_in(client, admin_of(role))

    paths = ["/gateway/webhooks/", "/gateway/webhooks/new/"]
    paths += [page + end for end in ("", "change/", "secret/", "stop/", "test/")]
    paths.append(f"/gateway/deliveries/{delivery.pk}/again/")

    assert {client.post(path).status_code for path in paths} == {403}
