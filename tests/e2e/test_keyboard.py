"""The portal without a mouse: sign in, look around, sign out."""

import pytest

from tests.e2e.browser import new_context

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
MAX_TABS = 60
FOCUSED = """
() => {
  const seen = document.activeElement;
  const drawn = ["", "::after"].map((part) => getComputedStyle(seen, part));
  const label = seen.getAttribute("aria-label") || seen.innerText || "";
  return {
    id: seen.id,
    text: label.trim(),
    ring: drawn.some((s) => s.outlineStyle !== "none" && s.outlineWidth !== "0px"),
    href: seen.getAttribute("href") || "",
  };
}
"""


@pytest.fixture
def page(portal, browser):
    context = new_context(browser, portal.url)
    yield context.new_page()
    context.close()


def tab_to(page, **wanted):
    """Press Tab until an element has the focus, and check that this can be seen."""
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["ring"], f"no visible focus on {focused}"
        if all(focused[key] == value for key, value in wanted.items()):
            return
    pytest.fail(f"{wanted} cannot be reached with Tab on {page.url}")


def arrow_to(page, text):
    """Press the arrow key in an open menu until an entry has the focus."""
    for _ in range(MAX_TABS):
        page.keyboard.press("ArrowDown")
        if page.evaluate(FOCUSED)["text"] == text:
            return
    pytest.fail(f"{text} is not in the menu")


def press_enter_and_wait(page, path):
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")


def test_a_day_at_school_needs_no_mouse(portal, page):
    teacher = portal.people["teacher"]
    page.goto("/")

    tab_to(page, id="id_login")
    page.keyboard.type(teacher["login"])
    tab_to(page, id="id_password")
    page.keyboard.type(teacher["password"])
    press_enter_and_wait(page, "/portal/")

    # The menu opens with Enter, Escape closes it and gives the focus back.
    tab_to(page, text="Menü")
    page.keyboard.press("Enter")
    arrow_to(page, "Hilfe")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED)["text"] == "Menü"
    page.keyboard.press("Enter")
    arrow_to(page, "Mein Konto")
    press_enter_and_wait(page, "/account/")

    tab_to(page, text=page.locator(".ep-header__right summary").last.inner_text())
    page.keyboard.press("Enter")
    arrow_to(page, "Abmelden")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/portal/")
    assert "login" in page.url


def test_the_first_tab_jumps_to_the_content(page):
    page.goto("/")

    tab_to(page, text="Zum Inhalt springen")
    page.keyboard.press("Enter")

    assert page.evaluate(FOCUSED)["id"] == "content"


def test_a_tile_is_found_by_typing(portal, browser):
    session = portal.session_of("teacher")
    context = new_context(browser, portal.url, session=session)
    page = context.new_page()
    page.goto("/portal/")

    page.keyboard.press("/")
    page.keyboard.type("kalender")
    shown = page.locator(".ep-tile[data-name]:visible .ep-tile__name").all_inner_texts()
    page.keyboard.press("Escape")
    everything = page.locator(".ep-tile[data-name]:visible").count()
    context.close()

    assert [name.partition("\n")[0].split(" (")[0].strip() for name in shown] == [
        "Kalender"
    ]
    assert everything > len(shown)


def test_tiles_are_moved_with_the_keyboard_and_the_focus_stays_there(portal, browser):
    session = portal.session_of("pupil")
    context = new_context(browser, portal.url, session=session)
    page = context.new_page()
    page.goto("/portal/customise/")
    names = ".ep-tiles--edit .ep-tile strong"
    first, second = page.locator(names).all_inner_texts()[:2]

    tab_to(page, text=f"{first}: nach hinten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/customise/#tile-*")
    moved = page.locator(names).all_inner_texts()[:2]
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)["text"]
    context.close()

    assert moved == [second, first]
    assert focused == f"{first}: nach vorn"
