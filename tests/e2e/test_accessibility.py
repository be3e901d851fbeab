"""Parts of the shell that no address shows: see `test_every_page.py` for the others."""

import pytest

from tests.e2e.browser import new_context, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


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
