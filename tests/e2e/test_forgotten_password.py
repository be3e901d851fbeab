"""From a forgotten password over the mail to the dashboard, on a telephone."""

import sys

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import (
    complaints_of,
    follow,
    new_context,
    sideways_scroll,
    violations,
)
from tests.e2e.portal import DATABASE, running, running_portal
from tests.e2e.scene import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("browser")]
PATIENCE = 30_000  # milliseconds; a busy machine takes its time
NEW_PASSWORD = "Sieben-Möwen-am-Kai-9"
ADDRESS = "sema@home.example"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A portal in development, whose worker writes mail to a folder."""
    directory = tmp_path_factory.mktemp("portal")
    name = f"{DATABASE}_mail"
    with running_portal(directory, database=name, development="true") as portal:
        worker = [sys.executable, "-m", "eduport", "worker"]
        with running(worker, env=portal.env):
            yield portal


@pytest.fixture
def telephone(stage, browser):
    """Opens browsers of 360 pixels; `session` signs somebody in."""
    contexts = []

    def page(session=""):
        context = new_context(
            browser, stage.url, width=360, session=session, bypass_csp=True
        )
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield page
    for context in contexts:
        context.close()


def look(page):
    """Nothing on this page is a barrier, or wider than a telephone."""
    assert (violations(page), sideways_scroll(page)) == ([], 0)


def find_mail(page, subject):
    """Wait for a mail in the demo's outbox, and read it."""
    page.goto("/outbox/")
    mail = page.get_by_role("link", name=subject)
    for _ in range(30):
        if mail.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    look(page)
    follow(page, mail.first)
    look(page)


def open_mail(page, subject):
    """Follow the link in a mail."""
    find_mail(page, subject)
    follow(page, page.locator("article a[href*='/account']"))


def store_address(page):
    page.goto("/portal/")
    look(page)
    wish = page.get_by_role("link", name="Wiederherstellungsadresse hinterlegen")
    follow(page, wish)
    look(page)
    page.get_by_label("Private Mailadresse").fill(ADDRESS)
    page.get_by_label("Derzeitiges Passwort").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Mail zur Bestätigung schicken"))
    expect(page.get_by_text("wartet auf Bestätigung")).to_be_visible()
    open_mail(page, "Bestätigen Sie Ihre Mailadresse")
    look(page)
    follow(page, page.get_by_role("button", name="Adresse bestätigen"))
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    look(page)
    page.goto("/account/")
    look(page)


def ask_for_a_link(page, login):
    page.goto("/accounts/login/")
    follow(page, page.get_by_role("link", name="Passwort vergessen?"))
    look(page)
    page.get_by_label("Benutzerkennung").fill(login)
    follow(page, page.get_by_role("button", name="Link schicken"))
    expect(
        page.get_by_role("heading", name="Sehen Sie in Ihr Postfach")
    ).to_be_visible()
    look(page)


def fill_in(page, password):
    page.fill("input[name=new_password]", password)
    page.fill("input[name=repetition]", password)
    follow(page, page.get_by_role("button", name="Passwort setzen"))


def choose_a_password(page):
    look(page)
    fill_in(page, "kurz")
    expect(page.get_by_text("zu kurz").first).to_be_visible()
    look(page)
    fill_in(page, NEW_PASSWORD)


def test_a_forgotten_password(stage, telephone):
    teacher = stage.people["teacher"]
    owner = telephone(teacher["session"])
    store_address(owner)

    forgetful = telephone()
    complaints = complaints_of(forgetful)
    ask_for_a_link(forgetful, teacher["login"])
    open_mail(forgetful, "Neues Passwort wählen")
    choose_a_password(forgetful)
    expect(forgetful.get_by_text("Ihr Passwort ist geändert")).to_be_visible()
    look(forgetful)
    forgetful.get_by_label("Benutzerkennung").fill(teacher["login"])
    forgetful.fill("input[name=password]", NEW_PASSWORD)
    forgetful.press("input[name=password]", "Enter")
    expect(forgetful).to_have_url(f"{stage.url}/portal/")

    assert complaints == []
    owner.goto("/account/")
    expect(owner).to_have_url(f"{stage.url}/accounts/login/?next=/account/")
    find_mail(forgetful, "Ihr Passwort wurde geändert")


def test_a_portal_that_is_no_demo_shows_no_mail(portal, browser):
    with new_context(browser, portal.url) as context:
        page = context.new_page()

        assert page.goto("/outbox/").status == 404
