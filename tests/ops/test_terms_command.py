"""`eduport terms`: a new version, read from files."""

import pytest
from click.testing import CliRunner

from eduport.accounts.models import Terms
from eduport.ops.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(tmp_path):
    german, english = tmp_path / "de.md", tmp_path / "en.md"
    german.write_text("## Würde\n\nSeid freundlich.\n")
    english.write_text("Be kind.\n")
    return str(german), str(english)


def eduport(*arguments):
    return CliRunner().invoke(main, arguments)


def test_a_version_is_published_from_a_day_on(texts):
    result = eduport("terms", "publish", "2100-1", *texts, "--from", "2100-08-01")

    made = Terms.objects.get(version="2100-1")
    said = "Version 2100-1 holds from 2100-08-01 00:00 on.\n"
    assert (result.exit_code, result.output) == (0, said)
    assert made.valid_from.isoformat() == "2100-07-31T22:00:00+00:00"
    assert made.text_de == "## Würde\n\nSeid freundlich.\n"
    assert eduport("terms", "list").output.splitlines()[0] == "2100-08-01 00:00  2100-1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["2026-1", "--from", "2100-08-01"], "was published already"),
        (["2100-1", "--from", "2001-01-01"], "must hold from a later moment"),
    ],
)
def test_a_refusal_ends_with_2_and_a_sentence(texts, arguments, sentence):
    result = eduport("terms", "publish", arguments[0], *texts, *arguments[1:])

    assert result.exit_code == 2
    assert sentence in result.output


def test_a_text_in_another_encoding_is_refused(texts, tmp_path):
    (tmp_path / "de.md").write_bytes("Würde".encode("latin-1"))

    result = eduport("terms", "publish", "2100-1", *texts)

    assert (result.exit_code, "UTF-8" in result.output) == (2, True)
    assert not Terms.objects.filter(version="2100-1").exists()
