"""The list of people in a browser: typing, and ticking who was found."""

import pytest

from tests.e2e.browser import new_context

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def page(portal, browser):
    session = portal.session_of("admin")
    context = new_context(browser, portal.url, session=session)
    yield context.new_page()
    context.close()


def test_ticks_stay_after_a_search_and_shift_takes_all_between(page):
    page.goto("/manage/people/")

    page.keyboard.press("/")
    page.keyboard.type("a")
    page.wait_for_url("**q=a**")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.wait_for_url("**q=&**")
    boxes = page.locator("input[name=ids]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])

    page.wait_for_load_state("networkidle")
    assert page.locator("[data-n]").inner_text() == "3 ausgewählt"
