"""The form of a report: whom it hits, drafts, the last error, and what helps."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.people.models import AdminRole, Grant, GrantEffect, Right, Role
from eduport.support.models import AffectedPerson, ReportDraft, Ticket
from eduport.support.queries.topics import TOPICS, topics_for_page, topics_matching
from eduport.support.services.drafts import purge_drafts, save_draft
from eduport.support.services.moving import move_tickets
from eduport.support.services.personal_data import erase, export
from tests.factories.accounts import sign_in
from tests.factories.people import NOON, PersonFactory
from tests.factories.status import ComponentFactory
from tests.factories.support import FaultFactory, QuestionFactory
from tests.support.conftest import belongs

pytestmark = pytest.mark.django_db
REPORT = reverse("support:report")
FIND = reverse("support:find_people")
SAVE = reverse("support:save_draft")
DISCARD = reverse("support:discard_draft")


@pytest.fixture
def mail(db):
    return ComponentFactory(slug="mail", name_de="E-Mail")


def form(cast, mail, **values):
    return {
        "component": mail.pk,
        "subject": "E-Mail geht nicht",
        "text": "Seit heute früh.",
        "spread": "one",
        "effect": "stopped",
        "school": cast.school.pk,
    } | values


def page_of(response):
    return response.content.decode()


def test_people_of_the_own_school_are_found_and_nobody_else(client, cast):
    belongs(cast.stranger.person.home_school, Role.STUDENT, "paula")
    sign_in(client, cast.admin)

    page = page_of(client.get(FIND, {"find": "pau"}))

    assert cast.pupil.username in page
    assert page.count('name="people"') == 1
    assert "paula" not in page
    assert page_of(client.get(FIND, {"find": "p"})).count('name="people"') == 0


def test_who_was_ticked_stays_ticked_while_others_are_looked_for(client, cast):
    sign_in(client, cast.admin)
    uids = [str(cast.pupil.person.uid), str(cast.stranger.person.uid), "no uid"]

    page = page_of(client.get(FIND, {"find": "tina", "people": uids}))

    assert f'value="{cast.pupil.person.uid}" checked' in page
    assert f'value="{cast.teacher.person.uid}">' in page
    assert str(cast.stranger.person.uid) not in page


def test_teachers_and_the_desk_look_for_nobody(client, desk, cast, operator_account):
    assert desk.get(FIND, {"find": "pau"}).status_code == 403
    sign_in(client, cast.teacher)
    assert client.get(FIND, {"find": "pau"}).status_code == 403


def test_an_it_contact_finds_people_of_the_school_of_the_appointment_only(client, cast):
    Grant.objects.create(
        right=Right.REPORT_FAULTS_ONLINE,
        role=AdminRole.IT_CONTACT,
        effect=GrantEffect.ALLOWED,
        decided_at=NOON,
    )
    sign_in(client, cast.it_contact)

    assert cast.pupil.username in page_of(client.get(FIND, {"find": "paul"}))
    assert 'name="people"' not in page_of(client.get(FIND, {"find": "fred"}))


def test_without_javascript_the_search_comes_before_the_report(client, cast, mail):
    sign_in(client, cast.admin)
    typed = form(cast, mail, find="paul", found_for="")

    first = client.post(REPORT, typed)
    found = page_of(first)

    assert (first.status_code, Ticket.objects.count()) == (200, 0)
    assert f'value="{cast.pupil.person.uid}"' in found
    assert "E-Mail geht nicht" in found
    assert "Seit heute früh." in found
    assert "ep-err" not in found
    client.post(
        REPORT, typed | {"found_for": "paul", "people": [cast.pupil.person.uid]}
    )
    assert AffectedPerson.objects.get().person == cast.pupil.person


def test_nobody_of_another_school_is_named(client, cast, mail):
    sign_in(client, cast.admin)

    values = form(cast, mail, people=[cast.stranger.person.uid])
    response = client.post(REPORT, values)

    assert (response.status_code, Ticket.objects.count()) == (422, 0)
    assert "gehört nicht mehr zu Ihrer Schule" in page_of(response)


def test_the_desk_reads_who_is_affected(desk, cast, mail):
    ticket = FaultFactory(reporter=cast.admin.person, school=cast.school)
    AffectedPerson.objects.create(ticket=ticket, person=cast.pupil.person)

    page = page_of(desk.get(reverse("support:ticket", args=[ticket.uid])))

    assert cast.pupil.username in page


def test_who_was_named_reads_it_in_the_own_data_and_is_erased(cast):
    ticket = FaultFactory(reporter=cast.admin.person, school=cast.school)
    AffectedPerson.objects.create(ticket=ticket, person=cast.pupil.person)

    parts = {part.key: part.rows for part in export(cast.pupil.person_id)}
    erase([cast.pupil.person_id], at=NOON)

    assert parts["support.AffectedPerson"] == [[ticket.pk, NOON]]
    assert AffectedPerson.objects.count() == 0
    assert Ticket.objects.count() == 1


def test_a_merged_person_takes_along_where_they_were_named_and_the_draft(cast):
    merged, kept = PersonFactory(), PersonFactory()
    for person in (merged, kept):
        AffectedPerson.objects.create(ticket=FaultFactory(), person=person)
    ReportDraft.objects.create(person=merged, values={}, saved_at=NOON)

    move_tickets(merged.pk, kept.pk)

    assert AffectedPerson.objects.filter(person=kept).count() == 2
    assert ReportDraft.objects.get().person == kept


def test_a_draft_is_kept_shown_again_and_gone_when_sent(client, cast, mail):
    sign_in(client, cast.admin)
    typed = form(cast, mail, spread="", people=[cast.pupil.person.uid])

    quiet = client.post(SAVE, typed, headers={"HX-Request": "true"})
    page = page_of(client.get(REPORT))

    assert "Entwurf gespeichert um" in page_of(quiet)
    assert "Das ist Ihr Entwurf vom" in page
    assert 'value="E-Mail geht nicht"' in page
    assert f'value="{cast.pupil.person.uid}" checked' in page
    client.post(REPORT, form(cast, mail))
    assert ReportDraft.objects.count() == 0


def test_a_draft_by_the_button_replaces_the_one_before(client, cast, mail):
    sign_in(client, cast.admin)
    client.post(SAVE, {"subject": "Erst"})

    response = client.post(SAVE, {"subject": "Dann", "csrf": "x"})
    nothing = client.post(SAVE, {"phone": "1"})

    assert (response["Location"], nothing["Location"]) == (REPORT, REPORT)
    assert ReportDraft.objects.get().values == {"subject": "Dann"}
    client.post(DISCARD)
    assert ReportDraft.objects.count() == 0


def test_the_draft_of_a_question_leads_back_to_it(client, cast, mail):
    question = QuestionFactory(reporter=cast.pupil.person, school=cast.school)
    sign_in(client, cast.admin)
    client.post(SAVE, {"subject": "Neu gefasst", "question": question.uid})

    there = client.get(REPORT)["Location"]

    assert there == f"{REPORT}?question={question.uid}"
    assert "Neu gefasst" in page_of(client.get(there))
    sign_in(client, cast.stranger)
    client.post(SAVE, {"subject": "Fremd", "question": question.uid})
    assert ReportDraft.objects.get(person=cast.stranger.person).question is None


def test_drafts_are_forgotten_after_a_month(cast):
    for number, days in enumerate((29, 31)):
        actor = cast.actor(("admin", "stranger")[number])
        at = NOON - dt.timedelta(days=days)
        save_draft({"subject": "x"}, question=None, by=actor, at=at)

    assert purge_drafts(at=NOON) == 1
    assert ReportDraft.objects.get().person == cast.admin.person


def test_the_last_error_is_filled_in_once(client, cast, mail):
    sign_in(client, cast.admin)
    client.cookies["ep_error"] = "abcd-2345"
    assert 'value="abcd-2345"' in page_of(client.get(REPORT))

    response = client.post(REPORT, form(cast, mail, error_reference="abcd-2345"))

    assert Ticket.objects.get().error_reference == "abcd-2345"
    assert response.cookies["ep_error"].value == ""


def test_what_is_no_reference_is_not_filled_in(client, cast):
    sign_in(client, cast.admin)
    client.cookies["ep_error"] = "<script>"

    assert "&lt;script" not in page_of(client.get(REPORT))


def test_a_question_brings_browser_and_error_of_the_asker(client, cast, mail):
    sign_in(client, cast.pupil)
    client.cookies["ep_error"] = "abcd-2345"
    ask = reverse("support:ask")
    assert 'value="abcd-2345"' in page_of(client.get(ask))
    values = {"school": cast.school.pk, "addressee": "school_admin", "subject": "Weg"}
    values |= {"text": "Es ist weg.", "error_reference": "abcd-2345"}
    client.post(ask, values, headers={"User-Agent": "Tablet"})
    question = Ticket.objects.get()
    sign_in(client, cast.admin)
    url = f"{REPORT}?question={question.uid}"
    assert 'value="abcd-2345"' in page_of(client.get(url))

    client.post(url, form(cast, mail), headers={"User-Agent": "Rechner"})

    assert question.browser == "Tablet"
    assert question.reports.get().browser == "Tablet"
    # Who asked sees that it is being worked on.
    question.refresh_from_db()
    assert question.state == "in_progress"


def test_help_is_shown_while_somebody_types(client, cast):
    sign_in(client, cast.admin)

    page = page_of(client.get(reverse("support:known"), {"subject": "Passwort falsch"}))

    assert "Hilft das schon?" in page
    assert "Ein Passwort geht nicht mehr" in page


def test_the_most_fitting_help_comes_first_and_only_what_is_for_the_reader(cast):
    admin, pupil = cast.actor("admin"), cast.actor("pupil")

    found = topics_matching("Abgleich der Klasse", admin)

    assert {topic.slug for topic in found} >= {"wrong-class", "sync"}
    assert topics_matching("Abgleich", pupil) == []
    assert topics_matching("zu", admin) == []
    assert [one.slug for one in topics_for_page("/manage/handouts/", admin)] == [
        "handouts"
    ]
    assert topics_for_page("/manage/handouts/", pupil) == []


def test_every_page_that_help_names_exists():
    for topic in TOPICS:
        assert not topic.url_name or reverse(topic.url_name)


def test_help_fits_the_page_that_somebody_comes_from(client, cast):
    sign_in(client, cast.pupil)
    here = reverse("portal:help")

    there = client.get(here, headers={"Referer": "http://testserver/portal/"})
    elsewhere = client.get(here, headers={"Referer": "https://evil.example/portal/"})

    assert "Eine Kachel fehlt" in page_of(there)
    assert "Eine Kachel fehlt" not in page_of(elsewhere)


def test_the_form_costs_the_same_however_many_people(
    client, cast, django_assert_max_num_queries
):
    sign_in(client, cast.admin)
    client.get(FIND)
    for name in ("anna", "annika"):
        belongs(cast.school, Role.STUDENT, name)
        with django_assert_max_num_queries(11):
            client.get(FIND, {"find": "ann", "people": [cast.pupil.person.uid]})


def test_a_draft_says_when_it_was_kept(client, cast):
    actor = cast.actor("admin")
    draft = save_draft({"text": "x"}, question=None, by=actor, at=timezone.now())

    assert draft is not None
    assert save_draft({"phone": "1"}, question=None, by=actor, at=NOON) is None
