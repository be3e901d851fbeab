"""The start of a school year at one school: from the file to the last pupil's login."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.administration.formats.reading import codes_on, pages_of, picture, text_of
from tests.e2e.browser import new_context, sideways_scroll
from tests.e2e.portal import DATABASE, ROOT, run_python, running_portal

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PASSWORD = "Kranich-Anker-Leuchtturm-9"
HEADING = "Personennummer;Vorname;Nachname;Rolle;Schulkürzel;Schulname;Klasse;Schuljahr"
SCHOOL = "deich;Schule am Deich"
PUPILS = [("Łucja", "Nowak"), ("Đức", "Trần"), ("Mîra", "Şahin"), ("Sophie", "Brandt")]
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b")


@pytest.fixture
def portal(tmp_path):
    """The city on its first day: nobody is there yet, and no school year."""
    folder = tmp_path / "portal"
    folder.mkdir()
    database = f"{DATABASE}_school_year"
    with running_portal(folder, database=database, scene="") as portal:
        yield portal


@contextmanager
def running_worker(env):
    """The worker that `eduport run` would start."""
    command = [sys.executable, "-m", "eduport", "worker"]
    with subprocess.Popen(command, env=env, cwd=ROOT) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)


def write_roster(folder: Path) -> Path:
    """A teacher and the new class 5a, as a small school exports them."""
    rows = [HEADING, f"1;Änne;Brüning;Lehrkraft;{SCHOOL};;2026/27"]
    for number, (given, family) in enumerate(PUPILS, 2):
        rows.append(f"{number};{given};{family};Schüler*in;{SCHOOL};5a;2026/27")
    path = folder / "personen.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def letters_of_the_class(page, folder: Path) -> Path:
    """What the school admin does: choose the class, take everybody, fetch the file."""
    page.goto("/manage/people/?state=new&role=student")
    expect(page.get_by_role("link", name="Nowak, Łucja")).to_be_visible()
    page.locator("thead [data-all]").check()
    page.get_by_role("button", name="Zugangsdaten ausgeben").click()
    expect(page.get_by_text("4 Personen bekommen Zugangsdaten")).to_be_visible()
    page.get_by_role("button", name="Für 4 Personen erstellen").click()
    with page.expect_download(timeout=90_000) as download:
        page.get_by_role("button", name="Datei abholen").click(timeout=90_000)
    path = folder / "letters.pdf"
    download.value.save_as(path)
    # The page learns by itself that the file is gone.
    expect(page.get_by_text("Die Datei wurde abgeholt")).to_be_visible(timeout=20_000)
    return path


def activate(browser, portal, address: str, code: str) -> None:
    """What a pupil does with a telephone: scan, type the code, choose a password."""
    context = new_context(browser, portal.url, width=360, has_touch=True)
    page = context.new_page()
    page.goto(address)
    assert (
        page.get_by_label("Benutzerkennung").input_value().endswith("@deich.hamburg.de")
    )
    assert sideways_scroll(page) == 0
    page.get_by_label("Aktivierungscode").fill(code)
    page.get_by_label("Neues Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Neues Passwort noch einmal").fill(PASSWORD)
    page.get_by_label("Ich stimme den Nutzungsbedingungen zu").check()
    page.get_by_role("button", name="Passwort festlegen und anmelden").click()
    page.wait_for_url("**/portal/")
    context.close()


def test_a_school_year_begins_with_a_file_and_ends_with_everybody_signed_in(
    portal, browser, tmp_path
):
    roster = write_roster(tmp_path)
    run_python("-m", "eduport", "sync", "apply", "divis", str(roster), env=portal.env)
    admin = json.loads(
        run_python(
            "-m",
            "tests.e2e.appointing",
            "aenne.bruening@deich.hamburg.de",
            env=portal.env,
        )
    )

    context = new_context(browser, portal.url, session=admin["session"])
    with running_worker({**os.environ, **portal.env}):
        path = letters_of_the_class(context.new_page(), tmp_path)
    content = path.read_bytes()
    cover, *letters = pages_of(content)

    assert "Klasse 5a" in text_of(cover)
    assert len(letters) == len(PUPILS)
    for number, letter in enumerate(letters, 2):
        [code] = CODE.findall(text_of(letter))
        [address] = codes_on(picture(content, tmp_path, page=number))
        assert code not in address
        activate(browser, portal, address, code)

    # Nobody is left who never signed in.
    page = context.new_page()
    page.goto("/manage/people/?state=new&role=student")
    expect(page.get_by_text("Niemand gefunden")).to_be_visible()
    context.close()
