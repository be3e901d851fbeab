"""What somebody wrote, out of mail with quotations."""

import time

import pytest

from eduport.support.rules.quoting import LONGEST, own_words
from tests.support.mails import ANSWER, INTRODUCTIONS, quoted, written_by_programs

BODIES = dict(written_by_programs())


@pytest.mark.parametrize("program", BODIES)
def test_only_the_answer_is_left_of(program):
    assert own_words(BODIES[program]) == ANSWER


def test_answers_between_quoted_lines_are_kept():
    text = (
        f"{INTRODUCTIONS['mutt']}\n> Geht es im Keller?\n\nJa.\n\n> Und oben?\n\nNein."
    )

    assert own_words(text) == "Ja.\n\nNein."


def test_above_and_below_a_quotation_both_are_kept():
    text = f"Hallo,\n\n{INTRODUCTIONS['kmail']}\n{quoted('Frage')}\n\nDanke.\n"

    assert own_words(text) == "Hallo,\n\nDanke."


@pytest.mark.parametrize(
    "text",
    [
        "Datum: 3.12.\nBetreff: Klausur in Raum 7\nDann geht es nicht.",
        "Am Montag schrieb ich schon: es geht nicht.",
        "Raum: 7\nZeit: 3. Stunde",
    ],
)
def test_own_lines_with_a_colon_are_no_quotation(text):
    assert own_words(text) == text


def test_a_signature_of_pgp_is_left_out():
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nDanke.\n- -- \nTina\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )

    assert own_words(signed) == "Danke."


@pytest.mark.parametrize(
    "text",
    ["", "\n \n", quoted("Frage"), f"{INTRODUCTIONS['gmail']}\n{quoted('Frage')}"],
)
def test_nothing_new_is_nothing(text):
    assert own_words(text) == ""


@pytest.mark.parametrize(
    "line",
    [
        "Am " + "schrieb " * 9000,
        "a: b\n" * 20_000,
        "Am\n" * 30_000,
        "> \n" * 30_000,
        "On " + "x" * 90_000 + " wrote",
        " schrieb am" * 8000,
        "Le a écrit :" * 8000,
        "##-" * 30_000,
    ],
)
@pytest.mark.slow
def test_hostile_text_takes_no_time(line):
    # Of computing, not of waiting for others on the same machine.
    begun = time.process_time()

    own_words(line[:LONGEST])

    assert time.process_time() - begun < 5
