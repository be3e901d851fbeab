"""German is complete: what the source says stands in the catalogues, translated."""

import shutil
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.management import call_command

PACKAGE = Path(__file__).parents[2] / "src/eduport"
DOMAINS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


@pytest.fixture(scope="module", autouse=True)
def gettext():
    if not shutil.which("xgettext"):
        pytest.fail("This needs GNU gettext, on Debian: apt install gettext")


def collected(domain, directory, monkeypatch):
    """The domain's German catalogue as `tools/messages.py collect` would write it."""
    copy = directory / domain
    shutil.copytree(PACKAGE / domain, copy, ignore=shutil.ignore_patterns("*.mo"))
    (copy / "locale").mkdir(exist_ok=True)
    monkeypatch.chdir(copy)
    call_command(
        "makemessages", locale=["de"], no_location=True, no_wrap=True, verbosity=0
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
def test_every_string_of_a_domain_is_in_german(domain, tmp_path, monkeypatch, settings):
    # Else what other domains lack would be collected into the catalogue of `core`.
    settings.LOCALE_PATHS = []

    messages = collected(domain, tmp_path, monkeypatch)

    assert [message.id for message in messages if not is_translated(message)] == []


def test_the_same_words_are_the_same_in_german():
    """Django knows one catalogue: of two translations every page shows one.

    Where they must differ, `pgettext` gives the words a context.
    """
    found = {}
    for path in PACKAGE.glob("*/locale/de/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                key = message.context, message.id
                found.setdefault(key, {})[path.parts[-4]] = str(message.string)
    # The header of each file is of that file.
    del found[None, ""]

    differing = {key: by for key, by in found.items() if len(set(by.values())) > 1}
    assert differing == {}
