"""A school takes its classes into the new year, and takes that back."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import new_context, sideways_scroll, violations

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
CLASSES = "/manage/school-year/classes/"


@pytest.fixture(params=[(360, "dark"), (1440, "light")])
def page(portal, browser, request):
    width, theme = request.param
    context = new_context(
        browser,
        portal.url,
        session=portal.session_of("admin"),
        width=width,
        theme=theme,
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


def check(page):
    """What axe and the eye would complain about."""
    assert violations(page) == []
    assert sideways_scroll(page) == 0


def chosen(page, name):
    """What is chosen for a class."""
    select = page.get_by_label(f"Was aus {name} wird")
    return select.evaluate("select => select.selectedOptions[0].text")


def test_the_classes_go_into_the_new_year_and_back(page):
    page.goto(CLASSES)
    check(page)
    proposed = chosen(page, "6b"), chosen(page, "10a")

    page.get_by_role("button", name="Zeigen, was geschehen wird").press("Enter")
    page.get_by_text("läuft weiter als 7b").wait_for()
    check(page)
    page.get_by_role("button", name="Ins Schuljahr 2026/27 übernehmen").press("Enter")
    page.get_by_text("Die Klassen sind im neuen Schuljahr.").wait_for()
    check(page)
    page.get_by_role("link", name="Rückgängig machen").first.press("Enter")
    dialog = page.get_by_role("dialog")
    # The dialog takes the focus when it opens, also from a button that had it just now.
    expect(dialog.get_by_role("heading")).to_be_focused()
    # htmx gives the focus there once more when it has settled what it brought.
    expect(page.locator(".htmx-added")).to_have_count(0)
    dialog.get_by_role("button", name="Entscheidungen rückgängig machen").press("Enter")
    page.get_by_text("Rückgängig gemacht. Sie können neu entscheiden.").wait_for()

    page.goto(CLASSES)
    assert proposed == ("läuft weiter als 7b", "endet")
    assert (chosen(page, "6b"), chosen(page, "10a")) == proposed
