"""Write the generated pages of docs/ and take its pictures; `make docs` runs it.

    python -m tools.document            # everything
    python -m tools.document --pages    # the pages alone, without a browser

The pictures show the demo city, started for them in a folder of its own. Look at every
one of them afterwards.
"""

import argparse
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from PIL import Image
from playwright.sync_api import Browser, Page

from eduport.ops.demo_city import CityPlan, write_city
from eduport.ops.reference import settings_page
from tests.e2e.browser import HEIGHTS, chromium, new_context
from tools import everyday, films, handbook, screenplays
from tools.handbook import Scene

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "docs"
IMAGES = DOCUMENTS / "images"
GUIDES = ROOT / "src/eduport/guides"
PICTURES_OF_GUIDES = GUIDES / "static/guides/pictures"
FILMS = GUIDES / "static/guides/videos"
CATALOGUE = ROOT / "src/eduport/sync/locale/de/LC_MESSAGES/django.po"
WIDE, PHONE = 1440, 360
LONGEST_START = 600  # seconds: an invented city is read in first
PROBLEMS_HEAD = """\
# What can be wrong in a roster

<!-- Made by `make docs`. Change src/eduport/sync/formats/problems.py instead. -->

Every sentence that a report can hold, in both languages; `‹…›` is filled in. *Refused*
rows are left out and all others count; *notes* change nothing; what *holds* or *stops*
a run is about a whole file, and then a human decides whether anything is applied. At
most 10,000 notes and refused rows are listed for one roster.
"""


class Picture(NamedTuple):
    """A picture of a page: who looks at what, on how wide a screen."""

    file: str
    who: str  # as the demo calls them; "" has not signed in
    path: str
    width: int


# The run that is planned for the pictures is the second: the first made the city.
PICTURES = [
    Picture("dashboard", "teacher", "/portal/", WIDE),
    Picture("dashboard-phone", "teacher", "/portal/", PHONE),
    Picture("sync-runs", "central team (Admin-Account)", "/sync/", WIDE),
    Picture("sync-plan", "central team (Admin-Account)", "/sync/2/", WIDE),
]


def picture_files() -> list[Path]:
    """All pictures that are made here."""
    of_guides = [*handbook.BEFORE_THE_ROSTER, *handbook.AFTER_THE_ROSTER]
    of_guides += [*handbook.OTHER_PICTURES, *everyday.SHOTS]
    files = [IMAGES / picture.file for picture in PICTURES]
    files += [PICTURES_OF_GUIDES / file for file in of_guides]
    return [file.with_suffix(".png") for file in files]


def problems_page() -> str:
    """The page of all sentences about rosters, in English and German."""
    from django.utils.translation import override  # noqa: PLC0415 -- as below

    from eduport.sync.formats.problems import (  # noqa: PLC0415 -- needs settings
        FILE_MESSAGES,
        PLANNING_MESSAGES,
    )

    with CATALOGUE.open("rb") as file:
        german = read_po(file, locale="de")
    tables = {
        "Found while reading": FILE_MESSAGES,
        "Found while comparing": PLANNING_MESSAGES,
    }
    parts = [PROBLEMS_HEAD]
    for title, messages in tables.items():
        parts += [f"\n## {title}\n\n| Code | English | Deutsch |\n|---|---|---|\n"]
        with override(None):
            rows = {code: str(message) for code, message in messages.items()}
        parts += [_row(code, english, german) for code, english in rows.items()]
    return "".join(parts)


def _row(code: str, english: str, german: Catalog) -> str:
    message = german.get(english)
    translated = str(message.string) if message else ""
    return f"| `{code}` | {_shown(english)} | {_shown(translated)} |\n"


def _shown(sentence: str) -> str:
    """The sentence with its placeholders as a reader understands them."""
    return sentence.replace("%(", "‹").replace(")s", "›").replace("|", r"\|")


def write_pages() -> None:
    """Write the pages that are made from the code."""
    import django  # noqa: PLC0415 -- once the settings are named

    django.setup()
    (DOCUMENTS / "operators/settings.md").write_text(settings_page())
    (DOCUMENTS / "formats/problems.md").write_text(problems_page())


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """The demo with a city of its own on a free port; yields its address."""
    address = f"127.0.0.1:{free_port()}"
    surroundings = environment(folder) | {"EDUPORT_BIND": address}
    with (folder / "demo.log").open("w") as log:
        demo = subprocess.Popen(
            [sys.executable, "-m", "eduport", "demo"],
            env=surroundings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(address, demo, folder / "demo.log")
            yield f"http://{address}"
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(60)


def environment(folder: Path) -> dict[str, str]:
    """What a demo needs to know that shares nothing with the one of `make run`."""
    ours = {
        "EDUPORT_DATA_DIR": str(folder),
        "EDUPORT_DEVELOPMENT": "true",
        "PYTHONPATH": str(ROOT / "src"),
    }
    others = {k: v for k, v in os.environ.items() if not k.startswith("EDUPORT_")}
    others.pop("DATABASE_URL", None)
    return others | ours


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, demo: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the portal answers; raise with its words if it ended instead."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and demo.poll() is None:
        connection = HTTPConnection(address, timeout=5)
        try:
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:  # noqa: PLR2004 -- OK
                return
        except (OSError, HTTPException):
            time.sleep(0.5)
        finally:
            connection.close()
    raise SystemExit(f"The demo did not start:\n{log.read_text()}")


def plan_the_next_year(folder: Path) -> None:
    """Plan what a year changes, so that there is a plan to look at."""
    roster = folder / "next-year"
    write_city(CityPlan(schools=3, people=1500, seed=1, variant="next-year"), roster)
    # It says 3 if something would be held, which is what we want to show.
    eduport(["sync", "plan", "demo", str(roster)], folder)


def connect_services(folder: Path) -> None:
    """Let there be services that everybody at a school may open, hence tiles."""
    for slug, name in everyday.SERVICES.items():
        site = f"https://{slug}.example.org"
        named = ["--name", name, "--launch-url", f"{site}/"]
        wanted = ["--redirect-uri", f"{site}/callback", "--scope", "openid"]
        eduport(["app", "register", slug, *named, *wanted], folder)
        eduport(["app", "release", slug], folder)


def eduport(words: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command of the portal beside the demo."""
    return subprocess.run(
        [sys.executable, "-m", "eduport", *words],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )


class Visitors:
    """People of the demo, each with a browser in which they signed in once.

    Signing in twice would have to wait: the number of an app holds once.
    """

    def __init__(self, browser: Browser, base_url: str, logins: Path) -> None:
        self.browser = browser
        self.base_url = base_url
        self.logins = logins
        self.pages: dict[str, Page] = {}

    def page(self, who: str, width: int, height: int) -> Page:
        """The page that this person looks at; nobody's with "", a new one each time."""
        page = self.pages.get(who) or self.stranger()
        page.set_viewport_size({"width": width, "height": height})
        if who and who not in self.pages:
            sign_in(page, login_of(who, self.logins))
            self.pages[who] = page
        return page

    def stranger(self) -> Page:
        return new_context(self.browser, self.base_url).new_page()


def take(visitors: Visitors, picture: Picture) -> None:
    """Open the page as that person and keep a picture of the first screen."""
    page = visitors.page(picture.who, picture.width, HEIGHTS[picture.width])
    page.goto(picture.path, wait_until="networkidle")
    shoot(page, IMAGES / picture.file)


def shoot(page: Page, file: Path) -> None:
    """Keep what stands on the screen."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    path = file.with_suffix(".png")
    page.screenshot(path=path, animations="disabled")
    shrink(path)
    print(f"{path.relative_to(ROOT)}: {page.title()}")


def shrink(path: Path) -> None:
    """As few bytes as text needs: the 256 colours that are seen most, as they are."""
    with Image.open(path) as image:
        picture = image.convert("RGB")
    pixels = picture.tobytes()
    seen = Counter(pixels[at : at + 3] for at in range(0, len(pixels), 3))
    palette = Image.new("P", (1, 1))
    palette.putpalette(b"".join(colour for colour, _count in seen.most_common(256)))
    small = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def take_handbook(visitors: Visitors, scenes: Mapping[str, Scene]) -> None:
    """The pictures of what a school admin does, in their order."""
    for file, scene in scenes.items():
        height = handbook.HEIGHTS.get(file, handbook.HEIGHT)
        page = visitors.page(handbook.SCHOOL_ADMIN, handbook.WIDTH, height)
        scene(page)
        page.evaluate(everyday.WITHOUT_BANNERS)
        shoot(page, PICTURES_OF_GUIDES / file)
        if scene is handbook.letters_to_fetch:
            letter = PICTURES_OF_GUIDES / "brief.png"
            handbook.fetched_letter(page, letter)
            shrink(letter)


def take_everyday(visitors: Visitors) -> None:
    """What everybody sees: for the handbook of all and the guides."""
    for file, (who, scene, height) in everyday.SHOTS.items():
        page = visitors.page(who, handbook.WIDTH, height)
        scene(page)
        page.evaluate(everyday.WITHOUT_BANNERS)
        shoot(page, PICTURES_OF_GUIDES / file)


def take_films(visitors: Visitors) -> None:
    """The films, each by somebody who begins on the start page."""
    FILMS.mkdir(parents=True, exist_ok=True)
    teacher = visitors.page(everyday.TEACHER, films.WIDTH, films.HEIGHT)
    films.begin(teacher, "/portal/")
    films.record(teacher, screenplays.arranging_tiles(), FILMS / "kacheln-ordnen")
    newcomer = visitors.page("", films.WIDTH, films.HEIGHT)
    films.begin(newcomer, "/")
    login = login_of("not yet activated", visitors.logins)
    steps = screenplays.first_sign_in(login)
    films.record(newcomer, steps, FILMS / "zum-ersten-mal-anmelden")


def take_first_sign_ins(visitors: Visitors, folder: Path) -> None:
    """Somebody with a letter, and a teacher who was just made school admin."""
    page = visitors.page("", PHONE, handbook.HEIGHT)
    newcomer = login_of("not yet activated", visitors.logins)
    handbook.letter_typed(page, newcomer["username"], newcomer["code"])
    page.evaluate(everyday.WITHOUT_BANNERS)
    shoot(page, PICTURES_OF_GUIDES / "erste-anmeldung")
    page = visitors.page("", handbook.WIDTH, handbook.HEIGHTS["zweiter-faktor"])
    handbook.second_factor(page, *new_school_admin(folder, visitors.logins))
    page.evaluate(everyday.WITHOUT_BANNERS)
    shoot(page, PICTURES_OF_GUIDES / "zweiter-faktor")


def new_school_admin(folder: Path, logins: Path) -> tuple[str, str]:
    """Appoint the teacher; returns login and code of the new Admin-Account."""
    teacher = login_of("teacher", logins)["username"]
    school = teacher.split("@")[1].split(".")[0]
    wanted = ["--role", "school_admin", "--school", school]
    said = eduport(["appoint", teacher, *wanted], folder).stdout
    login, code = re.findall(r"(?:Login|Activation code) +(\S+)", said)
    return login, code


def login_of(who: str, logins: Path) -> dict[str, str]:
    found = [row for row in json.loads(logins.read_text()) if row["who"] == who]
    return dict(found[0])


def sign_in(page: Page, login: dict[str, str]) -> None:
    """Sign in as a person does, and accept the terms of use the first time.

    The demo shows the number that the app of an Admin-Account would show.
    """
    page.goto("/accounts/login/")
    page.fill("#id_login", login["username"])
    page.fill("#id_password", login["password"])
    page.press("#id_password", "Enter")
    page.wait_for_load_state("networkidle")
    if "/2fa/authenticate/" in page.url:
        page.fill("#id_code", page.inner_text(".ep-note strong"))
        page.press("#id_code", "Enter")
        page.wait_for_load_state("networkidle")
    page.goto("/portal/")
    if "/account/terms/" in page.url:
        page.click("main form button:not([name])")
        page.wait_for_load_state("networkidle")


def take_pictures() -> None:
    """Take all pictures of a demo that lives only for them."""
    PICTURES_OF_GUIDES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="eduport-docs-") as name:
        folder = Path(name)
        # The embedded PostgreSQL may run as somebody else, who must get in.
        folder.chmod(0o755)
        with running_demo(folder) as base_url, chromium() as browser:
            if not (folder / "demo/service").exists():
                print("The demo service is missing, and its tile in the pictures.")
            visitors = Visitors(browser, base_url, folder / "demo/logins.json")
            connect_services(folder)
            take_everyday(visitors)
            take_first_sign_ins(visitors, folder)
            take_handbook(visitors, handbook.BEFORE_THE_ROSTER)
            plan_the_next_year(folder)
            take_handbook(visitors, handbook.AFTER_THE_ROSTER)
            for picture in PICTURES:
                take(visitors, picture)
            # The newcomer of the films is no newcomer afterwards.
            take_films(visitors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="no pictures")
    is_pages_only = parser.parse_args().pages
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduport.config.settings")
    write_pages()
    if not is_pages_only:
        take_pictures()


if __name__ == "__main__":
    main()
