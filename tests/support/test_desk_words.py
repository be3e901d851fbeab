"""Teams, words for answers, and the history of a ticket."""

import datetime as dt

import pytest
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.status.models import IncidentState
from eduport.status.services.incidents import Said, update_incident
from eduport.support.errors import UnknownPlaceholderError
from eduport.support.models import (
    AnswerTemplate,
    EventKind,
    Side,
    Team,
    Ticket,
    TicketEvent,
)
from eduport.support.queries.timeline import conversation, with_values
from eduport.support.rules.placeholders import filled, unknown_in
from eduport.support.services.desk import (
    escalate_late_tickets,
    link_to_incident,
    merge_ticket,
    put_back_ticket,
    take_ticket,
)
from eduport.support.services.personal_data import erase, export
from eduport.support.services.setup import (
    give_to_team,
    remove_team,
    save_answer_template,
)
from eduport.support.services.talk import Said as Words
from eduport.support.services.talk import say_in_ticket
from eduport.support.services.tickets import (
    close_solved_tickets,
    reopen_ticket,
    solve_ticket,
)
from tests.factories.accounts import sign_in
from tests.factories.people import NOON
from tests.factories.status import IncidentFactory
from tests.factories.support import (
    AnswerTemplateFactory,
    FaultFactory,
    QuestionFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SYSTEM = Actor.system("test")
SETUP = reverse("support:setup")


def sentences(ticket, *, inside=True, names=True):
    lines = conversation(ticket, with_internal=inside, with_names=names)
    return [line.sentence for line in lines if line.sentence]


def page_of(response):
    return response.content.decode()


def test_placeholders_are_filled_and_what_has_no_value_stays():
    assert filled("{name}: {nummer} {name}", {"name": "Tina"}) == "Tina: {nummer} Tina"
    assert unknown_in("{name} {passwort} {x}") == ["passwort", "x"]


def test_a_template_knows_the_ticket(cast):
    ticket = FaultFactory(reporter=cast.admin.person, school=cast.school)

    text = with_values("{name}, {schule}, {nummer}, {betreff}, {störung}", ticket)

    known = (cast.admin.person, cast.school, f"#{ticket.pk}", ticket.subject)
    assert text == ", ".join(map(str, known)) + ", {störung}"


def test_a_template_with_a_hole_is_refused(operator):
    template = AnswerTemplate(name="Neu", text="Hallo {vorname}")

    with pytest.raises(UnknownPlaceholderError, match=r"\{vorname\}"):
        save_answer_template(template, by=operator, at=NOON)

    assert AnswerTemplate.objects.count() == 0


def test_teams_and_templates_are_arranged_in_the_browser(desk):
    desk.post(reverse("support:add_team"), {"name": "Mail"})
    desk.post(reverse("support:add_template"), {"name": "Neustart", "text": "Bitte."})
    team, template = Team.objects.get(), AnswerTemplate.objects.get()
    desk.post(reverse("support:team", args=[team.pk]), {"name": "Post"})
    holes = desk.post(
        reverse("support:template", args=[template.pk]),
        {"name": "Neustart", "text": "{x}"},
    )

    page = page_of(desk.get(SETUP))

    assert holes.status_code == 422
    assert 'href="#id_text"' in page_of(holes)
    assert [word in page for word in ("Post", "Neustart", "Bitte.")] == [True] * 3
    desk.post(reverse("support:remove_team", args=[team.pk]))
    desk.post(reverse("support:remove_template", args=[template.pk]))
    assert (Team.objects.count(), AnswerTemplate.objects.count()) == (0, 0)


def test_words_are_put_below_what_was_typed_and_nothing_is_sent(desk, cast):
    ticket = FaultFactory(reporter=cast.admin.person)
    template = AnswerTemplateFactory(text="Guten Tag {name}")
    here = reverse("support:ticket", args=[ticket.uid])
    typed = {"text": "Angefangen.", "template": template.pk, "insert": "1"}

    response = desk.post(here, typed | {"is_internal": "on"})

    page = page_of(response)
    assert response.status_code == 200
    assert f"Angefangen.\n\nGuten Tag {cast.admin.person}" in page
    assert 'id="id_is_internal" checked' in page
    assert ticket.message_set.count() == 1
    assert "Angefangen.</textarea>" in page_of(
        desk.post(here, typed | {"template": "999"})
    )


def test_who_reports_inserts_nothing(client, cast):
    ticket = FaultFactory(reporter=cast.admin.person)
    template = AnswerTemplateFactory(text="geheime Worte")
    sign_in(client, cast.admin)

    response = client.post(
        reverse("support:ticket", args=[ticket.uid]),
        {"text": "Hallo", "template": template.pk, "insert": "1"},
    )

    assert response.status_code == 302
    assert ticket.message_set.latest("pk").text == "Hallo"


def test_a_report_is_given_to_a_team_and_found_there(desk, cast):
    ticket, other = (FaultFactory(reporter=cast.admin.person) for _ in range(2))
    team = TeamFactory(name="Mail")
    desk.post(reverse("support:give", args=[ticket.uid]), {"team": team.pk})

    page = page_of(desk.get(reverse("support:queue"), {"team": team.pk}))

    assert (f"#{ticket.pk}<" in page, f"#{other.pk}<" in page) == (True, False)
    desk.post(reverse("support:give", args=[ticket.uid]), {"team": "999"})
    ticket.refresh_from_db()
    assert ticket.team == team


def test_the_reports_of_a_removed_team_stay(operator):
    team = TeamFactory()
    ticket = FaultFactory(team=team)

    remove_team(team, by=operator, at=NOON)

    ticket.refresh_from_db()
    assert ticket.team is None


def test_the_history_of_a_report_in_sentences(cast, operator):
    ticket, twin = (FaultFactory(reporter=cast.admin.person) for _ in range(2))
    team = TeamFactory(name="Mail")
    incident = IncidentFactory(title_de="E-Mail steht")
    take_ticket(ticket, by=operator, at=NOON)
    put_back_ticket(ticket, by=operator, at=NOON + HOUR)
    for number, goal in enumerate((team, team, None)):
        at = NOON + (2 + number) * HOUR
        give_to_team(ticket, goal, by=operator, at=at)
    merge_ticket(twin, ticket.pk, by=operator, at=NOON + 5 * HOUR)
    link_to_incident([ticket.pk], incident, by=operator, at=NOON + 6 * HOUR)
    told = Said("Geht.")
    update_incident(
        incident.pk, IncidentState.RESOLVED, told, by=SYSTEM, at=NOON + 7 * HOUR
    )
    reopen_ticket(ticket.pk, side=Side.REPORTER, by=operator, at=NOON + 8 * HOUR)
    solve_ticket(ticket.pk, side=Side.DESK, by=operator, at=NOON + 9 * HOUR)
    close_solved_tickets(at=NOON + dt.timedelta(days=15))

    assert sentences(ticket) == [
        "Dieter Desk hat die Meldung übernommen.",
        "Dieter Desk hat die Meldung zurückgelegt.",
        "Dieter Desk hat sie dem Team Mail gegeben.",
        "Dieter Desk hat sie dem Team genommen.",
        f"Dieter Desk hat #{twin.pk} mit ihr zusammengeführt.",
        "Dieter Desk ordnet sie dieser Störung zu: E-Mail steht",
        "Mit der Störung gelöst.",
        "Dieter Desk hat sie wieder aufgenommen.",
        "Dieter Desk hat sie als gelöst markiert.",
        "Geschlossen: seit zwei Wochen gelöst.",
    ]
    assert sentences(ticket, inside=False, names=False) == [
        "Die Servicestelle ordnet sie dieser Störung zu: E-Mail steht",
        "Mit der Störung gelöst.",
        "Die Schule hat sie wieder aufgenommen.",
        "Die Servicestelle hat sie als gelöst markiert.",
        "Geschlossen: seit zwei Wochen gelöst.",
    ]
    assert sentences(twin, names=False)[0] == (
        f"Die Servicestelle arbeitet unter #{ticket.pk} daran weiter."
    )


def test_lateness_stands_in_the_history_for_the_desk_only(cast):
    ticket = FaultFactory(first_answer_due_at=NOON)

    escalate_late_tickets(by=SYSTEM, at=NOON + HOUR)

    assert sentences(ticket) == ["Überfällig; die Servicestelle wurde erinnert."]
    assert sentences(ticket, inside=False) == []


def test_what_was_said_stands_before_what_it_did(cast, operator):
    ticket = FaultFactory(reporter=cast.admin.person)
    words = Words(text="Es geht wieder.")
    say_in_ticket(ticket.pk, words, side=Side.DESK, by=operator, at=NOON + HOUR)
    solve_ticket(ticket.pk, side=Side.DESK, by=operator, at=NOON + HOUR)

    lines = conversation(ticket, with_internal=False, with_names=False)

    assert [bool(line.message) for line in lines] == [True, True, False]


def test_a_reporter_reads_the_history_without_names(client, cast, operator):
    ticket = FaultFactory(reporter=cast.admin.person)
    take_ticket(ticket, by=operator, at=NOON)
    solve_ticket(ticket.pk, side=Side.DESK, by=operator, at=NOON)
    sign_in(client, cast.admin)

    page = page_of(client.get(reverse("support:ticket", args=[ticket.uid])))

    assert "Die Servicestelle hat sie als gelöst markiert." in page
    assert "Dieter" not in page
    assert "übernommen" not in page


def test_duplicates_lead_to_each_other_at_the_desk(client, desk, cast, operator):
    ticket, twin = (FaultFactory(reporter=cast.admin.person) for _ in range(2))
    merge_ticket(twin, ticket.pk, by=operator, at=NOON)
    pages = [reverse("support:ticket", args=[one.uid]) for one in (ticket, twin)]

    assert f'href="{pages[1]}"' in page_of(desk.get(pages[0]))
    assert f'href="{pages[0]}"' in page_of(desk.get(pages[1]))
    sign_in(client, cast.admin)
    assert pages[0] not in page_of(client.get(pages[1])).replace("next", "")


def test_the_history_of_the_own_tickets_is_handed_out_and_erased(cast, operator):
    own = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    other = FaultFactory(reporter=cast.admin.person)
    admin = cast.actor("admin")
    solve_ticket(own.pk, side=Side.CONTACT, by=admin, at=NOON)
    take_ticket(other, by=operator, at=NOON)

    parts = {part.key: part.rows for part in export(cast.pupil.person_id)}
    erase([cast.pupil.person_id, operator.person_id], at=NOON)

    assert parts["support.TicketEvent"] == [[own.pk, NOON, "gelöst", ""]]
    assert TicketEvent.objects.get().kind == EventKind.TAKEN
    assert TicketEvent.objects.get().person is None
    assert sentences(other) == ["Die Servicestelle hat die Meldung übernommen."]


def test_the_page_costs_the_same_however_much_happened(
    desk, cast, operator, django_assert_max_num_queries
):
    ticket = FaultFactory(reporter=cast.admin.person)
    here = reverse("support:ticket", args=[ticket.uid])
    desk.get(here)
    for _ in range(3):
        take_ticket(ticket, by=operator, at=NOON)
        put_back_ticket(ticket, by=operator, at=NOON)
        with django_assert_max_num_queries(24):
            desk.get(here)
    assert Ticket.objects.count() == 1
