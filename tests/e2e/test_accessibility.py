"""No page has a fault that axe can find, in light and dark, small and wide."""

import pytest

from tests.e2e.browser import complaints_of, new_context, sideways_scroll, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SHARED = ["/portal/", "/portal/customise/", "/help/"]
PAGES = {
    "": ["/", "/help/", "/not-there/"],
    "teacher": SHARED,
    "pupil": SHARED,
    "admin": SHARED,
    "central": SHARED,
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    portal, browser, who, width, theme
):
    session = portal.session_of(who) if who else ""
    context = new_context(
        browser, portal.url, session=session, width=width, theme=theme, bypass_csp=True
    )
    page = context.new_page()
    faults = []
    for path in PAGES[who]:
        page.goto(path, wait_until="networkidle")
        assert page.url == portal.url + path
        faults += [f"{path}: {violation}" for violation in violations(page)]
        if pixels := sideways_scroll(page):
            faults.append(f"{path}: scrolls sideways by {pixels} px")
    context.close()

    assert faults == []


@pytest.mark.parametrize("who", ["", "teacher"])
def test_the_browser_complains_about_nothing(portal, browser, who):
    session = portal.session_of(who) if who else ""
    context = new_context(browser, portal.url, session=session)
    page = context.new_page()
    complaints = complaints_of(page)
    for path in PAGES[who]:
        if path != "/not-there/":
            page.goto(path, wait_until="networkidle")
    context.close()

    assert complaints == []


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
