"""The pictures that everybody's handbook and the guides show, and how to get there."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from playwright.sync_api import Page

Scene = Callable[[Page], None]
TEACHER = "teacher"
SCHOOL_ADMIN = "school admin (Admin-Account)"
CENTRAL_TEAM = "central team (Admin-Account)"
VISITOR = ""
SERVICES = {
    "mail": "E-Mail",
    "lernen": "Lernplattform",
    "mediathek": "Mediathek",
    "video": "Videokonferenz",
    "ablage": "Dateiablage",
}
"""What a city connects; a portal without services has hardly a tile to show."""
# What is disturbed in the demo is said on the pages that are about it.
WITHOUT_BANNERS = """
const notices = ".ep-banners, .ep-banner:not([hidden])";
document.querySelectorAll(notices).forEach(one => one.remove());
"""


class Shot(NamedTuple):
    """A picture: who looks at what, and how much of it is seen."""

    who: str
    scene: Scene
    height: int = 860


def opened(path: str) -> Scene:
    """The scene that is no more than a page."""

    def scene(page: Page) -> None:
        page.goto(path, wait_until="networkidle")

    return scene


def forgotten_password(page: Page) -> None:
    page.goto("/accounts/password/", wait_until="networkidle")
    page.fill("#id_login", "anna.meyer@xy.hamburg.de")
    page.evaluate("document.activeElement.blur()")


def question(page: Page) -> None:
    """A question as a teacher writes it; what might help stands below."""
    page.goto("/support/ask/", wait_until="networkidle")
    page.fill("#id_subject", "Mein Kurs fehlt in der Liste")
    page.fill(
        "#id_text", "Ich unterrichte seit Montag Latein in der 6b, sehe ihn aber nicht."
    )
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")


def report(page: Page) -> None:
    """The form of a report; a service is chosen of which a fault is known."""
    page.goto("/support/report/", wait_until="networkidle")
    page.select_option("#id_component", label="E-Mail")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def editor(page: Page) -> None:
    """The first page of the information site, as somebody changes it."""
    page.goto("/cms-admin/pages/search/?q=Allgemeine", wait_until="networkidle")
    page.get_by_role("link", name="Allgemeine Infos", exact=True).first.click()
    page.wait_for_load_state("networkidle")


SHOTS: Mapping[str, Shot] = {
    "startseite": Shot(VISITOR, opened("/"), 760),
    "passwort-vergessen": Shot(VISITOR, forgotten_password, 620),
    "status": Shot(VISITOR, opened("/status/"), 1000),
    "kacheln": Shot(TEACHER, opened("/portal/"), 900),
    "anpassen": Shot(TEACHER, opened("/portal/customise/"), 760),
    "wiederherstellungsadresse": Shot(
        TEACHER, opened("/account/recovery-address/"), 700
    ),
    "app-einrichten": Shot(TEACHER, opened("/accounts/2fa/app/add/"), 860),
    "hilfe": Shot(TEACHER, opened("/help/"), 960),
    "frage": Shot(TEACHER, question, 900),
    "meine-daten": Shot(TEACHER, opened("/account/data/"), 860),
    "startseite-admin": Shot(SCHOOL_ADMIN, opened("/portal/"), 760),
    "stoerung-melden": Shot(SCHOOL_ADMIN, report, 960),
    "editor": Shot(CENTRAL_TEAM, editor, 900),
    "seiten-pflegen": Shot(CENTRAL_TEAM, opened("/manage/pages/"), 1000),
}
