"""The desk's saved views, keys, and who else answers at the same moment."""

import datetime as dt

import pytest
from django.urls import reverse

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole
from eduport.status.errors import NoComponentError
from eduport.status.models import Impact, Incident
from eduport.status.services.incidents import IncidentDraft, Said, Scope
from eduport.support.models import Presence, SavedView
from eduport.support.queries.desk import others_at, views_visible_to
from eduport.support.services.desk import open_incident_of
from eduport.support.services.moving import move_tickets
from eduport.support.services.presence import be_present, leave, purge_presences
from eduport.support.services.saved_views import save_view
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import NOON, AppointmentFactory, PersonFactory
from tests.factories.support import FaultFactory, QuestionFactory, SavedViewFactory

pytestmark = pytest.mark.django_db
QUEUE = reverse("support:queue")
SAVE = reverse("support:save_view")
INCIDENT = reverse("support:new_incident")


@pytest.fixture
def colleague(db):
    """Somebody else at the desk."""
    person = PersonFactory(given_name="Kai", family_name="Kollege")
    AppointmentFactory(person=person, school=None, role=AdminRole.SERVICE_DESK)
    account = AccountFactory(person=person, kind=AccountKind.ADMIN, username="kai@x.de")
    return account.actor


def seconds(number):
    return NOON + dt.timedelta(seconds=number)


def page_of(response):
    return response.content.decode()


def test_a_view_keeps_filters_and_nothing_else(operator):
    query = "view=late&priority=1&page=7&evil=%22"
    view = save_view("Dringend", query, is_shared=False, by=operator, at=NOON)
    again = save_view("Dringend", "q=WLAN", is_shared=True, by=operator, at=NOON)

    assert view.query == "view=late&priority=1"
    assert (again.pk, again.query, again.is_shared) == (view.pk, "q=WLAN", True)


def test_own_and_shared_views_stand_above_the_queue(desk, operator_account, colleague):
    SavedViewFactory(owner=operator_account.person, name="Meine")
    theirs = SavedViewFactory(owner_id=colleague.person_id, name="Ihre", is_shared=True)
    SavedViewFactory(owner_id=colleague.person_id, name="Geheim")

    page = page_of(desk.get(QUEUE))

    assert [name in page for name in ("Meine", "Ihre", "Geheim")] == [True, True, False]
    assert page.count("/remove/") == 1
    refused = desk.post(reverse("support:remove_view", args=[theirs.pk]))
    assert refused.status_code == 403


def test_a_view_is_saved_opened_and_removed_in_the_browser(desk, operator):
    saved = desk.post(SAVE, {"name": "Spät", "query": "view=late", "is_shared": "on"})

    view = SavedView.objects.get()
    assert saved["Location"] == f"{QUEUE}?view=late"
    assert 'aria-current="page"' in page_of(desk.get(saved["Location"]))
    desk.post(reverse("support:remove_view", args=[view.pk]))
    assert list(views_visible_to(operator)) == []
    assert desk.post(SAVE, {"name": "", "query": ""})["Location"] == QUEUE
    assert SavedView.objects.count() == 0


def test_a_merged_person_takes_views_along_but_no_second_of_a_name():
    merged, kept = PersonFactory(), PersonFactory()
    for name in ("eins", "zwei"):
        SavedViewFactory(owner=merged, name=name)
    SavedViewFactory(owner=kept, name="eins")

    move_tickets(merged.pk, kept.pk)

    names = SavedView.objects.filter(owner=kept).values_list("name", flat=True)
    assert list(names) == ["eins", "zwei"]


def test_the_queue_offers_to_keep_the_filters_that_it_shows(desk):
    page = page_of(desk.get(QUEUE, {"view": "late"}, headers={"HX-Request": "true"}))

    assert 'name="query" value="view=late"' in page


def test_others_are_seen_for_some_seconds(operator, colleague):
    ticket = FaultFactory()
    be_present(ticket, by=colleague, at=NOON)
    be_present(ticket, is_writing=True, by=colleague, at=seconds(20))

    assert others_at(ticket, operator, at=seconds(1)) == (
        "Kai Kollege schreibt gerade eine Antwort."
    )
    be_present(ticket, by=colleague, at=seconds(60))
    assert others_at(ticket, operator, at=seconds(70)) == (
        "Kai Kollege hat das auch gerade offen."
    )
    assert others_at(ticket, colleague, at=seconds(70)) == ""
    assert others_at(ticket, operator, at=seconds(106)) == ""
    assert (purge_presences(at=seconds(106)), Presence.objects.count()) == (1, 0)


def test_who_has_answered_is_gone(operator, colleague):
    ticket = FaultFactory()
    be_present(ticket, by=colleague, at=NOON)

    leave(ticket, by=colleague)

    assert others_at(ticket, operator, at=NOON) == ""


def test_the_page_shows_others_at_once_and_then_only_what_is_new(
    desk, colleague, django_assert_max_num_queries
):
    from django.utils import timezone  # noqa: PLC0415

    ticket = FaultFactory()
    be_present(ticket, is_writing=True, by=colleague, at=timezone.now())
    words = "Kai Kollege schreibt gerade eine Antwort."
    here = reverse("support:presence", args=[ticket.uid])

    page = page_of(desk.get(reverse("support:ticket", args=[ticket.uid])))
    first = desk.post(here, {"known": ""})
    with django_assert_max_num_queries(9):
        second = desk.post(here, {"known": words, "writes": "1"})

    assert words in page
    assert words in page_of(first)
    assert (second.status_code, second.content) == (204, b"")
    assert Presence.objects.exclude(person=colleague.person_id).get().writes_until


def test_contacts_of_a_school_see_each_other_and_the_asker_sees_nobody(client, cast):
    from django.utils import timezone  # noqa: PLC0415

    ticket = QuestionFactory(
        reporter=cast.pupil.person, school=cast.school, addressee="it_contact"
    )
    be_present(ticket, by=cast.actor("it_contact"), at=timezone.now())
    here = reverse("support:ticket", args=[ticket.uid])

    sign_in(client, cast.admin)
    assert "hat das auch gerade offen" in page_of(client.get(here))
    sign_in(client, cast.pupil)
    assert "hat das auch gerade offen" not in page_of(client.get(here))


def test_an_incident_is_opened_of_several_reports(desk, cast):
    reports = [
        FaultFactory(reporter=cast.admin.person, school=cast.school) for _ in range(2)
    ]
    keys = [one.pk for one in reports]

    asked = page_of(desk.post(INCIDENT, {"ids": keys}))
    words = {"title_de": "E-Mail steht", "impact": "outage", "text_de": "Wir suchen."}
    desk.post(INCIDENT, {"ids": keys, "only_schools": "on"} | words)

    incident = Incident.objects.get()
    assert reports[0].subject in asked
    assert set(incident.components.all()) == {one.component for one in reports}
    assert list(incident.schools.all()) == [cast.school]
    assert incident.started_at == NOON
    assert {one.incident for one in reversed_fresh(reports)} == {incident}


def reversed_fresh(reports):
    for one in reports:
        one.refresh_from_db()
    return reports


def test_an_incident_of_nothing_is_refused(desk, operator, cast):
    closed = FaultFactory(state="solved", solved_at=NOON)
    draft = IncidentDraft("Nichts", "", Impact.OUTAGE, Said("x"), Scope([]))

    with pytest.raises(NoComponentError):
        open_incident_of([closed.pk], draft, only_schools=False, by=operator, at=NOON)

    assert desk.post(INCIDENT, {"ids": [closed.pk, "x"]})["Location"] == QUEUE
    assert desk.get(INCIDENT)["Location"] == QUEUE
    assert Incident.objects.count() == 0


def test_what_is_missing_about_an_incident_is_said(desk, cast):
    ticket = FaultFactory(reporter=cast.admin.person)

    response = desk.post(INCIDENT, {"ids": [ticket.pk], "title_de": ""})

    assert response.status_code == 422
    assert f'name="ids" value="{ticket.pk}"' in page_of(response)


def test_keys_are_turned_off_and_on_again(desk):
    keys = reverse("web:keys")
    assert 'data-keys="off"' not in page_of(desk.get(QUEUE))

    desk.post(keys, {"keys": "off", "next": QUEUE})
    off = page_of(desk.get(QUEUE))
    desk.post(keys, {"keys": "on"})

    assert 'data-keys="off"' in off
    assert "Tasten einschalten" in off
    assert 'data-keys="off"' not in page_of(desk.get(QUEUE))
