"""The pages of questions, through the browser's eyes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.status.services.publishing import publish_board
from eduport.support.models import Message, Ticket
from tests.factories.accounts import sign_in
from tests.factories.people import PersonFactory
from tests.factories.status import ComponentFactory, IncidentFactory
from tests.factories.support import QuestionFactory

pytestmark = pytest.mark.django_db
ASK = reverse("support:ask")
QUESTION = {"addressee": "school_admin", "subject": "WLAN", "text": "Es ist weg."}


def shown(client, account, url):
    sign_in(client, account)
    response = client.get(url)
    return response.status_code, response.content.decode()


def test_a_pupil_asks_and_the_school_admin_answers(client, cast):
    sign_in(client, cast.pupil)
    response = client.post(ASK, QUESTION | {"school": cast.school.pk})
    ticket = Ticket.objects.get()
    here = reverse("support:ticket", args=[ticket.uid])
    assert response["Location"] == here

    sign_in(client, cast.admin)
    assert "WLAN" in client.get(reverse("support:questions")).content.decode()
    client.post(here, {"text": "Bitte neu anmelden."})
    client.post(here, {"text": "Dritter heute.", "is_internal": "on"})

    _, page = shown(client, cast.pupil, here)
    assert "Bitte neu anmelden." in page
    assert "Dritter heute." not in page
    client.post(reverse("support:solve", args=[ticket.uid]))
    ticket.refresh_from_db()
    assert ticket.state == "solved"


def test_a_pupil_cannot_ask_another_school_or_the_it_contact(client, cast):
    sign_in(client, cast.pupil)
    elsewhere = cast.stranger.person.home_school

    for wrong in ({"school": elsewhere.pk}, {"addressee": "it_contact"}):
        values = QUESTION | {"school": cast.school.pk} | wrong
        assert client.post(ASK, values).status_code == 422

    assert Ticket.objects.count() == 0


def test_an_asker_cannot_write_internal_notes(client, cast):
    ticket = QuestionFactory(reporter=cast.pupil.person)
    sign_in(client, cast.pupil)

    here = reverse("support:ticket", args=[ticket.uid])
    client.post(here, {"text": "Hallo?", "is_internal": "on"})

    assert not Message.objects.filter(is_internal=True).exists()


def test_a_stranger_finds_no_ticket(client, cast):
    ticket = QuestionFactory(reporter=cast.pupil.person)

    here = reverse("support:ticket", args=[ticket.uid])
    assert shown(client, cast.admin, here)[0] == 200
    assert shown(client, cast.stranger, here)[0] == 404
    assert shown(client, cast.teacher, here)[0] == 404


def test_help_leads_to_asking_and_says_what_is_disturbed(client, cast):
    _, page = shown(client, cast.pupil, reverse("portal:help"))
    assert ASK in page
    assert "keine Störung bekannt" in page
    component = ComponentFactory(is_for_everybody=True)
    incident = IncidentFactory()
    incident.components.add(component)
    publish_board(at=timezone.now())

    page = client.get(reverse("portal:help")).content.decode()

    assert "keine Störung bekannt" not in page
    # In the banner and in the list.
    assert page.count(f"#incident-{incident.uid}") == 2


def test_the_list_of_questions_costs_the_same_however_long(
    client, cast, django_assert_max_num_queries
):
    sign_in(client, cast.admin)
    url = reverse("support:questions")
    client.get(url)

    for number in (1, 3):
        while Ticket.objects.count() < number:
            QuestionFactory(
                reporter=PersonFactory(home_school=cast.school), school=cast.school
            )
        with django_assert_max_num_queries(12):
            page = client.get(url).content.decode()
        assert page.count('href="/support/tickets/') == number
