"""No page that links lead to has a fault that axe can find, wide or small."""

import re
from urllib.parse import urlsplit

import pytest

from tests.e2e.browser import complaints_of, new_context, sideways_scroll, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
START = ["/", "/portal/", "/portal/customise/", "/help/"]
# Looks another way for each role.
PERSONAL = {"/portal/", "/portal/customise/", "/help/"}
NO_PAGES = re.compile(
    r"^/(static|oidc|\.well-known|live|ready)|download|\.(csv|xlsx|json|atom|ics)$"
    # Files without a name in their address.
    r"|/(data/archive|record/table)/$"
)
KEYS = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
MAX_PAGES = 60
PEOPLE = ["", "teacher", "pupil", "admin", "central"]
LINKS = "() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"


@pytest.fixture(scope="module")
def checked():
    """The pages that were checked already, for each width and theme."""
    return {}


def pages_from(page, base, done):
    """Open all pages that links lead to, one of those that differ by a key only.

    Adds them to `done`, and opens none again that is the same for everybody.
    """
    waiting, known = list(START), set()
    while waiting and len(known) < MAX_PAGES:
        path = waiting.pop(0)
        pattern = KEYS.sub("#", path)
        if pattern in known or pattern in done - PERSONAL:
            continue
        known.add(pattern)
        page.goto(path)
        links = [urlsplit(link) for link in page.evaluate(LINKS)]
        waiting += [
            link.path
            for link in links
            if base.endswith(link.netloc) and not NO_PAGES.search(link.path)
        ]
        yield path
    done |= known


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    portal, browser, checked, who, width, theme
):
    session = portal.session_of(who) if who else ""
    context = new_context(
        browser, portal.url, session=session, width=width, theme=theme, bypass_csp=True
    )
    page = context.new_page()
    done = checked.setdefault((width, theme), set())
    faults = []
    for path in pages_from(page, portal.url, done):
        faults += [f"{path}: {violation}" for violation in violations(page)]
        if pixels := sideways_scroll(page):
            faults.append(f"{path}: scrolls sideways by {pixels} px")
    context.close()

    assert faults == []
    assert {"/", "/help/"} <= done


@pytest.mark.parametrize("who", PEOPLE)
def test_the_browser_complains_about_nothing(portal, browser, who):
    session = portal.session_of(who) if who else ""
    context = new_context(browser, portal.url, session=session)
    page = context.new_page()
    complaints = complaints_of(page)
    opened = [
        (path, complaint)
        for path in pages_from(page, portal.url, set())
        for complaint in drained(complaints)
    ]
    context.close()

    assert opened == []


def drained(complaints):
    found = list(complaints)
    complaints.clear()
    return found


def test_the_open_menu_has_no_fault(portal, browser):
    context = new_context(
        browser, portal.url, session=portal.session_of("teacher"), bypass_csp=True
    )
    page = context.new_page()
    page.goto("/portal/")
    page.locator(".ep-flyout > summary").click()
    faults = violations(page)
    context.close()

    assert faults == []


def test_the_page_for_what_is_not_there_has_no_fault(portal, browser):
    context = new_context(browser, portal.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/not-there/")
    faults = violations(page)
    context.close()

    assert faults == []
