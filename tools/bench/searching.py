"""Searching among many made-up German texts, in a process of its own."""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.db import connection

from eduport.core.audience import Audience
from eduport.search.queries import find_documents
from eduport.search.services import index_documents
from eduport.search.types import Document, Kind

TEXTS = 5_000
WORDS_IN_A_TEXT = 250
SAMPLES = 60
LETTERS = "abcdefghiklmnoprstuwzäöü"
# The same texts and questions in every run.
CHOICE = random.Random(1)  # noqa: S311 -- no secret
HEADS = [
    "Schul",
    "Klassen",
    "Kurs",
    "Lehr",
    "Jahres",
    "Daten",
    "Wartungs",
    "Kenn",
    "Anmelde",
    "Störungs",
    "Termin",
    "Noten",
    "Raum",
    "Stunden",
    "Netz",
    "Geräte",
    "Haus",
    "Bau",
    "Fach",
    "Gruppen",
    "Eltern",
    "Prüfungs",
    "Dienst",
    "Mittags",
]
TAILS = [
    "liste",
    "wechsel",
    "plan",
    "schutz",
    "fenster",
    "wort",
    "seite",
    "meldung",
    "kalender",
    "buch",
    "verwaltung",
    "ablage",
    "homepage",
    "ordner",
    "konto",
    "karte",
    "raum",
    "vertretung",
    "beratung",
    "sprechstunde",
    "heft",
]


def main() -> None:
    """Print the milliseconds of all questions as JSON, by kind."""
    index_documents(Kind.PAGE, texts(), at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument; ANALYZE search_searchword")
    kinds: dict[str, Callable[[], str]] = {
        "known": compound,
        "mistyped": lambda: mistyped(compound()),
        "compound": lambda: CHOICE.choice(TAILS)[:-1] + "e",
        "nonsense": lambda: "".join(CHOICE.choices(LETTERS, k=9)),
    }
    times = {
        kind: [milliseconds(asked()) for _ in range(SAMPLES)]
        for kind, asked in kinds.items()
    }
    print(json.dumps({"texts": TEXTS, "times": times}))


def texts() -> Iterator[Document]:
    """Pages whose words are as unevenly spread as in a language (Zipf's law)."""
    vocabulary = [made_up() for _ in range(15_000)]
    weights = [1 / (place + 10) for place in range(len(vocabulary))]
    for number in range(TEXTS):
        words = CHOICE.choices(vocabulary, weights, k=WORDS_IN_A_TEXT)
        words += [compound() for _ in range(10)]
        CHOICE.shuffle(words)
        yield Document(
            kind=Kind.PAGE,
            key=str(number),
            url=f"/info/{number}/",
            title=f"{compound()} {number}",
            text=" ".join(words),
            audience=CHOICE.choice(list(Audience)),
        )


def compound() -> str:
    return CHOICE.choice(HEADS) + CHOICE.choice(TAILS)


def made_up() -> str:
    return "".join(CHOICE.choices(LETTERS, k=CHOICE.randint(3, 12)))


def mistyped(word: str) -> str:
    at = CHOICE.randint(1, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def milliseconds(text: str) -> float:
    start = time.perf_counter()
    find_documents(text, frozenset(Audience))
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
