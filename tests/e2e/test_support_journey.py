"""A fault, from the question of a teacher to the end of the incident, in a browser."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.browser import (
    complaints_of,
    follow,
    new_context,
    sideways_scroll,
    violations,
)
from tests.e2e.portal import run_python

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
OPEN = {"width": 1280}
SMALL = {"width": 360, "theme": "dark"}


@pytest.fixture(scope="module")
def people(portal):
    told = run_python("-m", "tests.e2e.supporting", "people", env=portal.env)
    return portal.people | json.loads(told)


@pytest.fixture
def page_of(portal, browser, people):
    """A page in which somebody is signed in; the browser must not complain."""
    contexts, complaints = [], []

    def opened(who, **options):
        session = people[who]["session"]
        context = new_context(
            browser, portal.url, session=session, bypass_csp=True, **options
        )
        contexts.append(context)
        page = context.new_page()
        complaints.append(complaints_of(page))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for some in complaints for one in some] == []


def press(page, name, role="button"):
    """Press what leads to another page."""
    follow(page, page.get_by_role(role, name=name))


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(stream, "PNG")
    return {"name": "fehler.png", "mimeType": "image/png", "buffer": stream.getvalue()}


def told(portal):
    return json.loads(
        run_python("-m", "tests.e2e.supporting", "letters", env=portal.env)
    )


def ask(page):
    """A teacher asks the own school and returns the address of the question."""
    page.goto("/help/")
    press(page, "Die eigene Schule fragen", "link")
    page.get_by_label("Ihre Frage in wenigen Worten").fill("E-Mail geht nicht")
    page.get_by_label("Was geschieht, und was haben Sie erwartet?").fill(
        "Beim Öffnen steht da ein Fehler."
    )
    press(page, "Frage senden")
    expect(page.get_by_role("heading", level=1)).to_have_text("E-Mail geht nicht")
    return page.url


def report(page):
    """The school admin makes a report of it, with a picture and who is affected."""
    page.goto("/support/questions/")
    press(page, "E-Mail geht nicht", "link")
    press(page, "Störungsmeldung daraus machen", "link")
    page.get_by_label("Welcher Dienst ist es?").select_option("E-Mail")
    page.get_by_label("Dateien").set_input_files([picture()])
    page.get_by_label("eine Klasse, ein Raum").check()
    page.get_by_label("Nach Namen suchen").press_sequentially("sema")
    page.get_by_label("Sema Yılmaz").check()
    page.get_by_label("wir können gar nicht arbeiten").check()
    expect(page.get_by_text("Entwurf gespeichert um")).to_be_visible()
    assert violations(page) == []
    press(page, "Meldung senden")
    expect(page.get_by_role("link", name="fehler.png")).to_be_visible()
    return page.url


def work(page):
    """The desk takes it and opens an incident of it."""
    page.goto("/support/desk/queue/")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("teacher.hafen@hafen.hamburg.de")).to_be_visible()
    assert sideways_scroll(page) == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="fehler.png").click()
    assert download.value.suggested_filename == "fehler.png"
    with page.expect_navigation():
        page.keyboard.press("t")
    expect(page.get_by_text("Dieter Desk hat die Meldung übernommen.")).to_be_visible()
    assert violations(page) == []
    with page.expect_navigation():
        page.keyboard.press("u")
    page.keyboard.press("k")
    page.keyboard.press("x")
    press(page, "Aus den gewählten eine Störung machen")
    page.get_by_label("Titel (deutsch)").fill("E-Mail steht")
    page.get_by_label("Was zu sagen ist (deutsch)").fill("Wir suchen.")
    press(page, "Allen Betroffenen mitteilen")


def repair(page):
    """The desk says that it works again."""
    page.goto("/status/desk/")
    press(page, "E-Mail steht", "link")
    page.get_by_label("Zustand").select_option("behoben")
    page.get_by_label("Was zu sagen ist (deutsch)").fill("Es geht wieder.")
    follow(page, page.locator("main button[type=submit]").last)


def test_a_question_becomes_a_report_an_incident_and_is_repaired(portal, page_of):
    teacher, admin, desk = (
        page_of("teacher"),
        page_of("admin"),
        page_of("desk", **SMALL),
    )
    question, before = ask(teacher), len(told(portal))
    reported = report(admin)
    work(desk)
    teacher.goto("/status/")
    expect(teacher.get_by_text("E-Mail steht").first).to_be_visible()

    repair(desk)

    admin.goto(reported)
    teacher.goto(question)
    expect(admin.get_by_text("Mit der Störung gelöst.")).to_be_visible()
    expect(teacher.get_by_text("Der Servicestelle gemeldet als")).to_contain_text(
        "gelöst"
    )
    expect(teacher.get_by_text("fehler.png")).to_have_count(0)
    mine = [subject for to, subject in told(portal)[before:] if to.startswith("teach")]
    assert len(mine) == 2
    assert all(subject.startswith("Wie es mit #") for subject in mine)


@pytest.mark.parametrize("size", [OPEN, SMALL], ids=["wide", "small and dark"])
def test_a_principal_is_shown_the_way_by_telephone(page_of, size):
    page = page_of("principal", **size)
    page.goto("/help/")
    expect(page.get_by_role("link", name="Störung melden")).to_have_count(0)

    press(page, "Die Servicestelle erreichen", "link")

    expect(page.get_by_text("Ihre Melde-PIN von heute")).to_be_visible()
    expect(page.get_by_role("link", name="Störung melden")).to_have_count(0)
    assert violations(page) == []
    refused = page.goto("/support/report/")
    assert refused.status == 403


def test_without_javascript_people_are_found_and_drafts_are_kept(
    portal, browser, people
):
    context = new_context(
        browser,
        portal.url,
        session=people["admin"]["session"],
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/support/report/")
    page.get_by_label("Was geschieht, in wenigen Worten?").fill("WLAN weg")
    page.get_by_label("Nach Namen suchen").fill("sema")

    press(page, "Personen suchen")

    page.get_by_label("Sema Yılmaz").check()
    press(page, "Als Entwurf speichern")
    subject = page.get_by_label("Was geschieht, in wenigen Worten?")
    expect(subject).to_have_value("WLAN weg")
    expect(page.get_by_label("Sema Yılmaz")).to_be_checked()
    press(page, "Entwurf verwerfen")
    expect(subject).to_have_value("")
    context.close()
