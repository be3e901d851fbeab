"""A school admin writes a page in the editor, and a visitor reads it."""

import pytest

from tests.e2e.browser import new_context
from tests.e2e.test_page_weight import FIRST_VISIT, transferred

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def opened(browser, portal, who=""):
    """A page, and what its console complains of."""
    session = portal.session_of(who) if who else ""
    page = new_context(browser, portal.url, session=session).new_page()
    complaints = []
    page.on(
        "console",
        lambda said: said.type == "error" and complaints.append(said.text),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def write(page, title, text):
    """A new page below the place of the school, for everybody, with a text."""
    page.goto("/cms-admin/", wait_until="networkidle")
    page.goto("/cms-admin/pages/", wait_until="networkidle")
    page.goto(f"{page.url.rstrip('/')}/add_subpage/", wait_until="networkidle")
    page.fill("[name=title]", title)
    page.select_option("[name=audience]", "public")
    page.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.fill("textarea[name=body-0-value]", text)
    page.get_by_role("button", name="Mehr Aktionen").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state("networkidle")


def test_what_an_editor_publishes_a_visitor_reads(portal, browser):
    editor, complaints = opened(browser, portal, "admin")
    visitor, _complaints = opened(browser, portal)
    address = "/info/schulen/hafen/wlan-bei-uns/"
    assert visitor.goto(address).status == 404

    write(editor, "WLAN bei uns", "Das **WLAN** reicht bis in die Mensa.")

    assert [one for one in complaints if "Content Security" in one] == []
    # The place of the school is for everybody with an account, and so is what is below.
    assert "/accounts/login/" in visitor.goto(address).url
    reader, _complaints = opened(browser, portal, "teacher")
    reader.goto(address)
    assert reader.locator("h1").inner_text() == "WLAN bei uns"
    assert reader.locator(".ep-prose strong").inner_text() == "WLAN"


def test_who_does_not_know_markdown_presses_buttons(portal, browser):
    editor, complaints = opened(browser, portal, "central")
    editor.goto("/cms-admin/pages/", wait_until="networkidle")
    top = editor.locator("a[href$='/edit/']").first.get_attribute("href")
    editor.goto(top.replace("edit", "add_subpage"), wait_until="networkidle")
    editor.fill("[name=title]", "Kopfhörer für die Prüfung")
    editor.locator(".c-sf-add-button").first.click()
    editor.get_by_role("option", name="Text", exact=True).click()
    box = editor.locator("textarea[name=body-0-value]")
    box.press_sequentially("Regeln\nruhig")

    box.press("Shift+Home")
    box.press("Control+b")
    editor.get_by_role("button", name="Nummerierte Liste").click()
    editor.get_by_role("button", name="Nummerierte Liste").click()
    editor.get_by_role("button", name="Liste", exact=True).click()
    box.press("Control+Home")
    editor.get_by_role("button", name="Überschrift", exact=True).click()
    assert box.input_value() == "## Regeln\n- **ruhig**"

    box.press("Control+z")
    assert box.input_value() == "Regeln\n- **ruhig**"

    box.press("Control+End")
    box.press("Control+k")
    editor.get_by_role("link", name="Informationen zu eduPort").click()
    chosen = "box => box.value.includes('/info/')"
    editor.wait_for_function(chosen, arg=box.element_handle())
    assert box.input_value().endswith("- **ruhig**[Informationen zu eduPort](/info/)")
    # As an address spells it, so that people can read it to each other.
    slug = editor.locator("[name=slug]").input_value()
    assert slug == "kopfhoerer-fuer-die-pruefung"
    assert complaints == []


def test_a_first_visit_to_a_page_is_light(portal, browser):
    context = new_context(browser, portal.url, width=360)

    size = transferred(context.new_page(), "/info/")
    context.close()

    assert 0 < size < FIRST_VISIT
