"""German is complete: what the source says stands in the catalogues, translated."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "src/eduport"
DOMAINS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@pytest.fixture(scope="module", autouse=True)
def gettext():
    if not shutil.which("xgettext"):
        pytest.fail("This needs GNU gettext, on Debian: apt install gettext")


def collected(domain, directory):
    """The domain's German catalogue as `make messages` would write it now."""
    copy = directory / domain
    shutil.copytree(PACKAGE / domain, copy, ignore=shutil.ignore_patterns("*.mo"))
    (copy / "locale").mkdir(exist_ok=True)
    command = ["makemessages", "-l", "de", "--no-location", "--no-wrap"]
    subprocess.run(
        [sys.executable, "-P", "-m", "django", *command],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    catalogue = copy / "locale/de/LC_MESSAGES/django.po"
    if not catalogue.exists():
        return []
    with catalogue.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def is_translated(message):
    strings = message.string if message.pluralizable else [message.string]
    return all(strings) and not message.fuzzy


@pytest.mark.slow
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_of_a_domain_is_in_german(domain, tmp_path):
    messages = collected(domain, tmp_path)

    assert [message.id for message in messages if not is_translated(message)] == []
