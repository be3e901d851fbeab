"""Telling names of human beings from names of devices, rooms and functions."""

import re
from enum import StrEnum

from eduport.people.rules.names import words_of

# Nobody is called so, neither by the first nor by the last name.
_NO_NAMES = """
account admin administrator benutzer computer dienstgeraet edv funktionspostfach
gastzugang honorarkraft infopostfach ipad iserv it konto kursraum laptop lehrerin
lehrerzimmer lehrkraft lehrkraefte login musterfrau mustermann notebook oberstufe pc
personalrat poststelle postfach praktikantin praktikum referendarin schuelerin
schuelerrat schulbuero schulleitung sekretaerin sekretariat smartboard tablet
teamaccount test testkonto testperson tester unterstufe user vertretung
vertretungslehrer vertretungslehrerin verwaltung webmaster whiteboard
"""
# Surnames there are (Tom Lehrer, Peter Drucker), but no first names.
_NO_FIRST_NAMES = """
aula beamer bibliothek buecherei drucker dummy elternrat erzieher erzieherin familie
firma frau gaeste gast gruppe hausmeister herr hort info kantine kinder klasse klassen
kurs lehrer mensa namenlos neu neue neuer praktikant probe raum referendar root schule
schueler schulverein sporthalle team unbekannt vorschule werkstatt zimmer
"""
NEVER_A_NAME = frozenset(_NO_NAMES.split())
NEVER_A_FIRST_NAME = NEVER_A_NAME | frozenset(_NO_FIRST_NAMES.split())
_REPEATED = re.compile(r"(.)\1\1+")
_DIGIT = re.compile(r"\d")


class Flaw(StrEnum):
    """Why a name is not that of a human being."""

    DIGIT = "digit"
    WORD = "word"
    REPEATED = "repeated"


def flaw_of(
    given_name: str, family_name: str, call_name: str = ""
) -> tuple[Flaw, str] | None:
    """What gives a name away as one of a device, room or function, and the word.

    Judges word by word and hyphen by hyphen, whatever the spelling: `iPad-Wagen` and
    `Lehrerin Vertretung` are found, `Tom Lehrer` and `Gast, Anna` are people.
    """
    for text, forbidden in (
        (given_name, NEVER_A_FIRST_NAME),
        (call_name, NEVER_A_FIRST_NAME),
        (family_name, NEVER_A_NAME),
    ):
        if _DIGIT.search(text):
            return Flaw.DIGIT, text
        for word in words_of(text):
            if not forbidden.isdisjoint([word, *word.split("-")]):
                return Flaw.WORD, text
            if _REPEATED.fullmatch(word):
                return Flaw.REPEATED, text
    return None
