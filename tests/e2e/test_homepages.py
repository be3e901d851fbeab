"""A school's homepage elsewhere, under a strict policy, shows what is public."""

import sys

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import new_context, violations
from tests.e2e.portal import DATABASE, free_port, running, running_portal, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("browser")]
SCENE = "tests.e2e.homepage_scene"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """The portal, and the address of another site that shows the element."""
    directory = tmp_path_factory.mktemp("portal")
    name = f"{DATABASE}_homepages"
    with running_portal(directory, database=name, scene=SCENE) as portal:
        port = free_port()
        site = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "tests.e2e.foreign_site", port, portal.url]
        with running(command, env=portal.env):
            wait_for(site)
            yield portal, site


@pytest.fixture
def visitor(stage, browser):
    """A page of the other site, and what its console complains about."""
    _portal, site = stage
    contexts, complaints = [], []

    def opened(query="", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: complaints.append(one.text))
        page.on("pageerror", lambda one: complaints.append(str(one)))
        page.goto(f"{site}/{query}")
        return page, complaints

    yield opened
    for context in contexts:
        context.close()


def test_it_shows_what_is_public_under_a_strict_policy(visitor, stage):
    portal, _site = stage
    page, complaints = visitor()
    element = page.locator("eduport-school")

    expect(element.get_by_role("link", name="Tag der offenen Tür")).to_be_visible()
    expect(element.get_by_role("link", name="Sommerkonzert")).to_be_visible()
    expect(element.get_by_text("Aula")).to_be_visible()
    expect(
        element.get_by_text("Keine Störung der Dienste ist bekannt.")
    ).to_be_visible()
    login = element.get_by_role("link", name="Bei eduPort anmelden")
    assert login.get_attribute("href") == f"{portal.url}/accounts/login/"
    # Our own style, although the site allows none.
    assert login.evaluate("one => getComputedStyle(one).fontWeight") == "600"
    assert complaints == []


def test_nothing_private_and_no_foreign_html_gets_out(visitor):
    page, complaints = visitor()
    element = page.locator("eduport-school")
    expect(element.get_by_role("link", name="Tag der offenen Tür")).to_be_visible()

    text = element.evaluate("one => one.shadowRoot.textContent")

    assert "Nur für das Kollegium" not in text
    assert "<img src=x onerror=alert(1)>" in text
    assert element.evaluate("one => one.shadowRoot.querySelectorAll('img').length") == 0
    assert page.context.cookies() == []
    assert complaints == []


def test_it_speaks_the_language_of_the_site_and_works_by_keyboard(visitor):
    page, complaints = visitor("?language=en")
    login = page.get_by_role("link", name="Sign in to eduPort")
    expect(login).to_be_visible()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()

    page.keyboard.press("Tab")

    focused = "document.querySelector('eduport-school').shadowRoot.activeElement"
    assert page.evaluate(f"{focused}.textContent") == "Sign in to eduPort"
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_no_barrier(visitor, scheme):
    page, _complaints = visitor(color_scheme=scheme, bypass_csp=True)
    expect(page.get_by_role("link", name="Tag der offenen Tür")).to_be_visible()

    assert violations(page) == []


def test_a_school_without_a_page_says_so_and_leaves_the_link(visitor):
    page, _complaints = visitor("?school=deich")

    expect(page.get_by_text("eduPort ist gerade nicht zu erreichen.")).to_be_visible()
    expect(page.get_by_role("link", name="Unsere Seite in eduPort")).to_be_visible()


def test_without_scripts_the_link_inside_is_shown(visitor):
    page, _complaints = visitor(java_script_enabled=False)

    expect(page.get_by_role("link", name="Unsere Seite in eduPort")).to_be_visible()


def test_the_page_of_the_school_is_light_and_no_barrier(stage, browser):
    portal, _site = stage
    context = new_context(browser, portal.url, width=360, bypass_csp=True)
    page = context.new_page()
    page.goto("/s/hafen/")

    found = violations(page)
    context.close()

    assert found == []
