"""The pictures of the handbook for schools: what a school admin sees, step by step.

A scene brings a page to where its picture is taken, by clicking as people do. The order
matters: what one scene makes, a later one shows.
"""

import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from playwright.sync_api import Page

WIDTH, HEIGHT = 1200, 860
HEIGHTS = {
    "bestaetigen": 560,
    "zweiter-faktor": 620,
    "zugangsdaten": 1340,
    "konto-anlegen": 1400,
    "von-hand": 1000,
    "freigeben": 640,
    "gruppe": 960,
}
"""The pages that are shorter or longer than most."""
SCHOOL_ADMIN = "school admin (Admin-Account)"
CLASS = "5a"
# Next year's roster brings her: the account made by hand waits to be adopted then.
NEWCOMER = ("Oliwia", "Kamiński")
TEAM = "Steuergruppe"
SENTENCE = "Vier Möwen zählen Schiffe"
LETTER_DPI = "80"  # which makes a page 661 pixels wide

Scene = Callable[[Page], None]


def confirming(page: Page) -> None:
    """The question before something dangerous, without the help of the demo."""
    page.goto("/accounts/reauthenticate/", wait_until="networkidle")
    page.evaluate("document.querySelector('main .ep-note').remove()")


def people(page: Page) -> None:
    """The people of a class who never signed in; some of them are ticked."""
    newcomers_of_a_class(page)
    for box in page.locator("tbody input[name=ids]").all()[:3]:
        box.check()


def newcomers_of_a_class(page: Page) -> None:
    page.goto("/manage/people/?state=new", wait_until="networkidle")
    page.select_option("#id_school_class", label=CLASS)
    page.locator(f"text=Klasse: {CLASS}").first.wait_for()
    page.wait_for_load_state("networkidle")


def person(page: Page) -> None:
    open_person(page, "joerg.kruse")


def rights(page: Page) -> None:
    """What somebody may do, and why."""
    open_person(page, "joerg.kruse")
    page.get_by_role("link", name="Ernennungen und Rechte").click()
    page.wait_for_load_state("networkidle")


def open_person(page: Page, words: str) -> None:
    page.goto(f"/manage/people/?q={words}", wait_until="networkidle")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/manage/people/*-*/")
    page.wait_for_load_state("networkidle")


def asking_for_letters(page: Page) -> None:
    newcomers_of_a_class(page)
    page.locator("thead input[data-all]").check()
    page.get_by_role("button", name="Zugangsdaten ausgeben").click()
    page.wait_for_url("**/handouts/new/")


def letters_to_fetch(page: Page) -> None:
    """Goes on from the page that asks."""
    page.locator("main form button.kern-btn--primary").click()
    page.get_by_role("button", name="Datei abholen").wait_for(timeout=120_000)


def manual_account(page: Page) -> None:
    page.goto("/manage/manual-accounts/new/", wait_until="networkidle")
    page.fill("#id_given_name", NEWCOMER[0])
    page.fill("#id_family_name", NEWCOMER[1])
    page.select_option("#id_role", label="Lehrkraft")
    page.check("#id_employment_0")
    page.select_option("#id_owner", index=1)


def made_by_hand(page: Page) -> None:
    """Goes on from the form: the page of the new person."""
    page.locator("main form button.kern-btn--primary").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    open_person(page, NEWCOMER[1])


def adoption(page: Page) -> None:
    """The roster delivers whom the school has made by hand; after it is planned."""
    page.goto("/manage/proposals/", wait_until="networkidle")
    page.get_by_role("link", name=NEWCOMER[1]).first.click()
    page.wait_for_url("**/proposals/*/")


def releasing(page: Page) -> None:
    """Two whom the roster delivers, and one who was made by hand."""
    page.goto(f"/manage/people/?q={NEWCOMER[1][:4]}", wait_until="networkidle")
    for box in page.locator("tbody input[name=ids]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Zum Löschen freigeben").click()
    page.wait_for_url("**/people/release/")


def locked(page: Page) -> None:
    """What became of each, and the way back."""
    newcomers_of_a_class(page)
    for box in page.locator("tbody input[name=ids]").all()[:3]:
        box.check()
    page.get_by_role("button", name="Sperren", exact=True).click()
    page.locator("main form button.kern-btn--primary").click()
    page.wait_for_url("**/actions/*/")


def team(page: Page) -> None:
    """A team with a rule, and so with members whom nobody named."""
    page.goto("/manage/groups/add/", wait_until="networkidle")
    page.select_option("#id_kind", label="Gruppe")
    page.fill("#id_name", TEAM)
    page.get_by_role("button", name="Gruppe anlegen").click()
    for role in ("Schulleitung", "Schulbüro"):
        page.get_by_role("link", name="Neue Regel").click()
        page.select_option("#id_role", label=role)
        page.get_by_role("button", name="Regel anlegen").click()
        page.get_by_role("heading", name=TEAM).wait_for()
    # The page without the message that the rule was made.
    page.reload(wait_until="networkidle")


def classes_of_the_next_year(page: Page) -> None:
    page.goto("/manage/school-year/classes/", wait_until="networkidle")


BEFORE_THE_ROSTER: Mapping[str, Scene] = {
    "bestaetigen": confirming,
    "personen": people,
    "person": person,
    "rechte": rights,
    "zugangsdaten": asking_for_letters,
    "abholen": letters_to_fetch,
    "konto-anlegen": manual_account,
    "von-hand": made_by_hand,
    "freigeben": releasing,
    "ergebnis": locked,
    "gruppe": team,
    "klassen": classes_of_the_next_year,
}
AFTER_THE_ROSTER: Mapping[str, Scene] = {"uebernahme": adoption}
OTHER_PICTURES = ["erste-anmeldung", "zweiter-faktor", "brief"]


def letter_typed(page: Page, login: str, code: str) -> None:
    """The first sign-in with what stands in the letter."""
    page.goto("/accounts/activate/", wait_until="networkidle")
    page.fill("#id_login", login)
    page.fill("#id_code", code)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def second_factor(page: Page, login: str, code: str) -> None:
    """The page that a new Admin-Account gets to first."""
    letter_typed(page, login, code)
    page.fill("#id_new_password", SENTENCE)
    page.fill("#id_repetition", SENTENCE)
    page.check("#id_has_accepted")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/account/protection/**")


def fetched_letter(page: Page, picture: Path) -> None:
    """Fetch the file as a school admin does, and draw its first letter.

    Needs pdftoppm (poppler-utils). The first page is the cover of the class.
    """
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Datei abholen").click()
    with tempfile.TemporaryDirectory() as name:
        letters = Path(name) / "letters.pdf"
        waiting.value.save_as(letters)
        pages = ["-f", "2", "-l", "2", "-singlefile", "-png", "-r", LETTER_DPI]
        target = picture.with_suffix("")
        subprocess.run(["pdftoppm", *pages, letters, target], check=True)
