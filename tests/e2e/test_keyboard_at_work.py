"""Looking after people and classes without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import new_context

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PEOPLE = "/manage/people/"
MAX_TABS = 80
HAS_FOCUS = "(css) => document.activeElement.matches(css)"
# `:focus-visible`, drawn by an outline or by a ring around the box.
IS_SEEN = """
() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" || style.boxShadow !== "none";
}
"""


@pytest.fixture
def page(portal, browser):
    session = portal.session_of("admin")
    context = new_context(browser, portal.url, session=session)
    yield context.new_page()
    context.close()


def tab_to(page, css):
    """Press Tab until what the selector means has the focus, and can be seen to."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(HAS_FOCUS, css):
            assert page.evaluate(IS_SEEN), f"no visible focus on {css}"
            return
    pytest.fail(f"{css} cannot be reached with Tab on {page.url}")


def row(number):
    return f"tbody tr:nth-child({number}) input[name=ids]"


def test_people_are_selected_and_a_bulk_is_asked_about_with_the_keyboard(page):
    page.goto(PEOPLE)
    chosen = page.locator("[data-n]")

    tab_to(page, row(1))
    page.keyboard.press("Space")
    expect(chosen).to_have_text("1 ausgewählt")
    tab_to(page, row(3))
    page.keyboard.press("Shift+Space")
    expect(chosen).to_have_text("3 ausgewählt")
    # Untouched with Shift means: from here on as the last one.
    page.keyboard.press("Space")
    expect(chosen).to_have_text("2 ausgewählt")

    tab_to(page, ".ep-bulk__btn[formaction$='/lock/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/manage/people/lock/")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 Personen sperren")

    tab_to(page, f"main a.kern-btn[href='{PEOPLE}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{PEOPLE}")
    expect(page.locator(".ep-tag", has_text="Gesperrt")).to_have_count(0)


def test_all_on_the_page_are_selected_and_let_go_with_the_keyboard(page):
    page.goto(PEOPLE)
    boxes = page.locator("tbody input[name=ids]")

    tab_to(page, "thead input[data-all]")
    page.keyboard.press("Space")
    everybody = page.locator("tbody input[name=ids]:checked").count()
    tab_to(page, "[data-picknone]")
    page.keyboard.press("Enter")

    assert everybody == boxes.count() > 2
    assert page.locator("tbody input[name=ids]:checked").count() == 0


@pytest.fixture
def class_page(page):
    """The page of a class that was made by hand."""
    page.goto("/manage/groups/?q=7b")
    page.get_by_role("link", name="7b", exact=True).first.press("Enter")
    page.get_by_role("link", name="Gruppe beenden").wait_for()
    return page


def test_the_dialog_of_a_class_takes_the_focus_and_gives_it_back(class_page):
    page = class_page
    opener = "a[hx-get$='/end/']"
    dialog = page.get_by_role("dialog")

    tab_to(page, opener)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading")).to_be_focused()
    expect(page.locator(".htmx-added")).to_have_count(0)
    for _ in range(6):
        page.keyboard.press("Tab")
        # Between the last and the first the browser's own bars have it.
        assert page.evaluate(HAS_FOCUS, "dialog *, body"), "the page behind is reached"
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    assert page.evaluate(HAS_FOCUS, opener)


def test_the_dialog_of_a_class_is_cancelled_with_its_button(class_page):
    page = class_page
    dialog = page.get_by_role("dialog")
    tab_to(page, "a[hx-get$='/delete/']")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading")).to_be_focused()
    expect(page.locator(".htmx-added")).to_have_count(0)

    tab_to(page, "dialog [data-close]")
    page.keyboard.press("Enter")

    expect(dialog).to_have_count(0)
    assert page.evaluate(HAS_FOCUS, "a[hx-get$='/delete/']")
