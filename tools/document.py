"""Write the generated pages of docs/ and take its pictures; `make docs` runs it.

    python -m tools.document            # everything
    python -m tools.document --pages    # the pages alone, without a browser

The pictures show the demo city, started for them in a folder of its own. Look at every
one of them afterwards.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from eduport.ops.demo_city import CityPlan, write_city
from eduport.ops.reference import settings_page
from tests.e2e.browser import chromium, new_context

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "docs"
CATALOGUE = ROOT / "src/eduport/sync/locale/de/LC_MESSAGES/django.po"
WIDE, PHONE = 1440, 360
LONGEST_START = 180  # seconds: an invented city is read in first
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
    Picture("start", "", "/", WIDE),
    Picture("dashboard", "teacher", "/portal/", WIDE),
    Picture("dashboard-phone", "teacher", "/portal/", PHONE),
    Picture("dashboard-admin", "school admin (Admin-Account)", "/portal/", WIDE),
    Picture("sync-runs", "central team (Admin-Account)", "/sync/", WIDE),
    Picture("sync-plan", "central team (Admin-Account)", "/sync/2/", WIDE),
]


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
    subprocess.run(
        [sys.executable, "-m", "eduport", "sync", "plan", "demo", str(roster)],
        env=environment(folder),
        stdout=subprocess.DEVNULL,
        # 3 says that something would be held, which is what we want to show.
        check=False,
    )


def take(browser: Browser, picture: Picture, base_url: str, logins: Path) -> None:
    """Open the page as that person and keep a picture of the first screen."""
    context = new_context(browser, base_url, width=picture.width)
    try:
        page = context.new_page()
        if picture.who:
            sign_in(page, login_of(picture.who, logins))
        shoot(page, picture)
    finally:
        context.close()


def shoot(page: Page, picture: Picture) -> None:
    page.goto(picture.path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=DOCUMENTS / f"images/{picture.file}.png")
    print(f"docs/images/{picture.file}.png: {page.title()}")


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
    (DOCUMENTS / "images").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="eduport-docs-") as name:
        folder = Path(name)
        # The embedded PostgreSQL may run as somebody else, who must get in.
        folder.chmod(0o755)
        with running_demo(folder) as base_url, chromium() as browser:
            if not (folder / "demo/service").exists():
                print("The demo service is missing, and its tile in the pictures.")
            plan_the_next_year(folder)
            for picture in PICTURES:
                take(browser, picture, base_url, folder / "demo/logins.json")


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
