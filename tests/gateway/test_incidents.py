"""Components and incidents over the API."""

import pytest

from eduport.gateway.models import Scope
from eduport.status.models import Component, Incident
from eduport.support.models import TicketState
from tests.factories.gateway import desk, desk_with_all
from tests.factories.status import ComponentFactory, IncidentFactory
from tests.factories.support import FaultFactory

pytestmark = pytest.mark.django_db
NEW = {
    "title_de": "E-Mail steht",
    "title_en": "Mail stands still",
    "impact": "outage",
    "components": ["mail"],
    "schools": ["hafen"],
    "roles": ["teacher"],
    "text_de": "Wir suchen.",
}


def test_the_catalogue_says_how_each_component_is(mail, django_assert_num_queries):
    ComponentFactory(slug="old", is_active=False)
    other = desk_with_all()
    other.post("/incidents", NEW | {"schools": [], "roles": []})

    # The token, its count; the board, the components, what they depend on.
    with django_assert_num_queries(5):
        items = other.get("/components").json()["items"]

    found = {one["slug"]: one for one in items}
    assert len(found) == Component.objects.count()
    assert found["mail"]["state"] == "outage"
    assert found["mail"]["name"] == {"de": "E-Mail", "en": "Mail"}
    assert found["old"]["is_active"] is False
    assert other.get("/components/mail").json() == found["mail"]
    assert other.get("/components/nothing").status_code == 404


def test_an_incident_is_opened_once_and_continued_to_its_end(mail, school):
    report = FaultFactory(component=mail)
    other = desk_with_all()

    opened = other.post("/incidents", NEW, key="a")
    again = other.post("/incidents", NEW, key="a")

    assert opened.status_code == 201
    assert opened.json() == again.json()
    incident = Incident.objects.get()
    assert opened["Location"] == f"/api/v1/incidents/{incident.uid}"
    other.patch(f"/tickets/{report.uid}", {"incident": str(incident.uid)})
    said = {"state": "resolved", "text_de": "Es geht wieder.", "impact": "degraded"}
    for _ in range(2):
        over = other.post(f"/incidents/{incident.uid}/updates", said, key="b")
    found = other.get(f"/incidents/{incident.uid}").json()
    assert over.json() == found
    assert [one["state"] for one in found["updates"]] == ["resolved", "investigating"]
    assert (found["components"], found["schools"]) == (["mail"], ["hafen"])
    assert (found["roles"], found["impact"]) == (["teacher"], "degraded")
    report.refresh_from_db()
    assert report.state == TicketState.SOLVED
    late = other.post(f"/incidents/{incident.uid}/updates", said, key="c")
    assert late.status_code == 409


@pytest.mark.parametrize(
    "unfit",
    [
        {"components": ["nothing"]},
        {"schools": ["nowhere"]},
        {"roles": ["pirate"]},
        {"started_at": "2999-01-01T00:00:00Z"},
    ],
)
def test_what_does_not_fit_opens_nothing(unfit, mail, school):
    answer = desk(Scope.INCIDENTS_WRITE).post("/incidents", NEW | unfit)

    assert answer.status_code == 409
    assert not Incident.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_takes_the_same_queries_however_long(
    number, mail, django_assert_num_queries
):
    for _ in range(number):
        IncidentFactory().components.add(mail)
    other = desk(Scope.STATUS_READ)

    # The token, its count; incidents, their components, schools and updates.
    with django_assert_num_queries(6):
        answer = other.get("/incidents", component="mail", is_open="true")

    assert len(answer.json()["items"]) == number


def test_lists_are_filtered_and_walked(mail):
    one, two = IncidentFactory(), IncidentFactory(state="monitoring")
    other = desk(Scope.STATUS_READ)

    first = other.get("/incidents", limit=1).json()
    second = other.get("/incidents", limit=1, cursor=first["next"]).json()

    found = [item["id"] for page in (first, second) for item in page["items"]]
    assert found == [str(one.uid), str(two.uid)]
    watched = other.get("/incidents", state="monitoring").json()["items"]
    assert [item["id"] for item in watched] == [str(two.uid)]
    assert other.get("/incidents", is_open="false").json()["items"] == []
    assert other.get("/incidents", cursor="x").status_code == 422
