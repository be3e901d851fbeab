"""The pages of the central team and the service desk."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole
from eduport.status.models import (
    Component,
    Freeze,
    Incident,
    IncidentTemplate,
    MaintenanceWindow,
    OccurrenceChange,
    Proposal,
)
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AppointmentFactory, PersonFactory, SchoolFactory
from tests.factories.status import (
    ComponentFactory,
    IncidentFactory,
    IncidentTemplateFactory,
    ProposalFactory,
    WindowFactory,
)

pytestmark = pytest.mark.django_db
DESK = reverse("status:desk")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk(client):
    """A browser in which somebody of the service desk is signed in."""
    person = PersonFactory()
    AppointmentFactory(person=person, school=None, role=AdminRole.SERVICE_DESK)
    sign_in(client, AccountFactory(person=person, kind=AccountKind.ADMIN))
    return client


def page(desk, name, *args, **query):
    response = desk.get(reverse(f"status:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(desk, url_name, *args, query="", **values):
    return desk.post(reverse(f"status:{url_name}", args=args) + query, values)


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def words(mail, **values):
    return {
        "title_de": "E-Mail steht",
        "impact": "outage",
        "state": "investigating",
        "text_de": "Wir suchen.",
        "components": [mail.pk],
    } | values


def test_an_incident_goes_from_opening_to_review(desk, mail):
    post(desk, "open_incident", **words(mail))
    incident = Incident.objects.get()
    about = {"impact": "degraded", "text_de": "Es geht wieder."}
    post(desk, "incident", incident.uid, state="resolved", **about)
    post(desk, "incident", incident.uid, text_de="Die Platte war voll.")

    incident.refresh_from_db()
    shown = page(desk, "page")
    assert (incident.state, incident.impact) == ("resolved", "degraded")
    assert incident.review_de == "Die Platte war voll."
    assert "Es geht wieder." in shown
    assert "Die Platte war voll." in shown


def test_a_template_fills_in_the_form(desk):
    template = IncidentTemplateFactory(title_de="Alles steht", text_de="Wir suchen.")

    content = page(desk, "open_incident", template=template.pk)

    assert 'value="Alles steht"' in content
    assert "Wir suchen." in content


def test_a_proposal_becomes_an_incident_with_its_component(desk, mail):
    proposal = ProposalFactory(component=mail)
    assert "connection refused" in page(desk, "desk")

    query = f"?proposal={proposal.pk}"
    assert "checked" in page(desk, "open_incident", proposal=proposal.pk)
    post(desk, "open_incident", query=query, **words(mail))

    assert Proposal.objects.get().incident == Incident.objects.get()


def test_a_decided_proposal_is_refused_with_a_sentence(desk, mail):
    proposal = ProposalFactory(component=mail)
    post(desk, "decline", proposal.pk)

    again = post(desk, "decline", proposal.pk)

    assert "bereits entschieden" in said(again)[-1]


@pytest.mark.parametrize("query", [{"template": "x"}, {"template": "99999"}])
def test_an_unknown_template_fills_in_nothing(desk, query):
    assert "E-Mail steht" not in page(desk, "open_incident", **query)


def test_a_proposal_that_never_was_is_absent(desk):
    assert desk.get(reverse("status:open_incident"), {"proposal": 9}).status_code == 404


def test_schools_are_named_by_their_codes(desk, mail):
    school = SchoolFactory(code="hafen")

    wrong = post(desk, "open_incident", **words(mail, schools="hafen, deich"))
    post(desk, "open_incident", **words(mail, schools=" Hafen,"))

    assert wrong.status_code == 422
    assert "Es gibt keine Schule mit dem Kürzel deich." in wrong.content.decode()
    assert list(Incident.objects.get().schools.all()) == [school]


def test_whom_an_incident_concerns_can_be_said_anew(desk, mail):
    post(desk, "open_incident", **words(mail, roles=["teacher"]))
    incident = Incident.objects.get()

    post(desk, "scope", incident.uid, components=[mail.pk], roles=["student"])

    incident.refresh_from_db()
    assert incident.roles == ["student"]


def plan(desk, mail, **values):
    start = timezone.localtime() + 48 * HOUR
    times = {"starts_at": start, "ends_at": start + 2 * HOUR}
    written = {name: f"{time:%Y-%m-%dT%H:%M}" for name, time in times.items()}
    values = {"components": [mail.pk], "announce_hours": 24} | written | values
    return post(desk, "plan_window", title_de="Umzug", **values)


def test_maintenance_is_planned_extended_and_cancelled(desk, mail, quiet):
    plan(desk, mail, repeated="FREQ=WEEKLY", is_mailed="on")
    window = MaintenanceWindow.objects.get()
    start = int(window.starts_at.timestamp())
    content = page(desk, "window", window.uid)
    later = timezone.localtime(window.ends_at) + HOUR
    post(desk, "extend", window.uid, start, ends_at=f"{later:%Y-%m-%dT%H:%M}")
    week = 7 * 24 * 3600
    post(desk, "cancel_occurrence", window.uid, start + week)
    post(desk, "cancel_window", window.uid)

    window.refresh_from_db()
    changes = OccurrenceChange.objects.order_by("occurs_at")
    assert (window.rule, window.is_mailed) == ("FREQ=WEEKLY", True)
    assert f"/{start}/extend/" in content
    assert [one.ends_at for one in changes] == [window.ends_at + HOUR, None]
    assert window.cancelled_at is not None


def test_a_refusal_is_shown_above_the_form(desk, mail, quiet):
    response = plan(desk, mail, own_rule="immer")

    assert response.status_code == 422
    assert "„IMMER“ ist keine Regel" in response.content.decode()


def test_a_last_day_needs_a_repetition(desk, mail, quiet):
    response = plan(desk, mail, last_day_on="2030-01-01")

    assert "Wählen Sie, wie sie bis dahin wiederholt wird." in response.content.decode()


@pytest.mark.parametrize("start", [1, 10**18])
def test_an_occurrence_that_never_was_is_absent(desk, start):
    window = WindowFactory()

    assert post(desk, "cancel_occurrence", window.uid, start).status_code == 404


def test_days_are_kept_free_and_given_back(desk):
    dates = {"starts_on": "2099-01-18", "last_day_on": "2099-01-29"}
    post(desk, "freezes", name_de="Zeugnisse", **dates)
    assert "Zeugnisse" in page(desk, "freezes")

    post(desk, "remove_freeze", Freeze.objects.get().pk)

    assert not Freeze.objects.exists()


def component_form(**values):
    names = {"name_de": "Moodle", "name_en": "Moodle", "position": 5}
    return names | {"is_active": "on"} | values


def test_a_component_is_added_and_changed(desk, login):
    post(desk, "add_component", slug="moodle", **component_form(needed=[login.pk]))
    post(desk, "component", "moodle", **component_form(owner="Schulsupport"))

    moodle = Component.objects.get(slug="moodle")
    assert (moodle.owner, moodle.depends_on.count()) == ("Schulsupport", 0)
    assert "Schulsupport" in page(desk, "components")


def test_a_short_name_is_given_once(desk):
    response = post(desk, "add_component", slug="mail", **component_form())

    assert "Es gibt schon eine Komponente" in response.content.decode()


def test_a_component_does_not_depend_on_itself_over_others(desk, login, mail):
    response = post(desk, "component", "login", **component_form(needed=[mail.pk]))

    assert "würde von sich selbst abhängen" in response.content.decode()


def test_templates_are_added_changed_and_removed(desk):
    IncidentTemplate.objects.all().delete()
    form = {"name": "Ausfall", "title_de": "Steht", "impact": "outage"}
    post(desk, "add_template", **form, text_de="Wir suchen.")
    template = IncidentTemplate.objects.get()
    post(desk, "template", template.pk, **form, text_de="Wir suchen weiter.")

    assert IncidentTemplate.objects.get().text_de == "Wir suchen weiter."
    assert "Ausfall" in page(desk, "templates")
    post(desk, "remove_template", template.pk)
    assert not IncidentTemplate.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_however_much_there_is(
    desk, quiet, count, django_assert_num_queries
):
    for _ in range(count):
        ProposalFactory()
        IncidentFactory()
        start = timezone.now() + HOUR
        WindowFactory(
            components=[ComponentFactory()], starts_at=start, ends_at=start + HOUR
        )

    with django_assert_num_queries(15):
        desk.get(DESK)


def test_the_menu_leads_only_those_who_manage_to_the_desk(client, desk):
    mine = page(desk, "page")
    client.logout()
    client.force_login(AccountFactory())

    assert mine.count(f'href="{DESK}"') == 2
    assert DESK not in page(client, "page")
