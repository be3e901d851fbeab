"""German words: their forms, the parts of compounds, and what people mean by them.

PostgreSQL's dictionary `german` (Snowball) stems a word, but knows no compounds, and
does not bring "Schülerin" and "Schülerinnen" together.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

WORD = re.compile(r"[^\W_]+(?:[*:_/-]?[iI]n(?:nen)?\b)?")
SHORTEST_PART = 4
LONGEST_WORD = 60
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ENDINGS = ("innen", "ungen", "ung", "en", "er", "es", "em", "e", "n", "s")
# What joins the parts of a compound: Anmeldung-s-seite, Klasse-n-liste, Jahr-es-ende.
_JOINTS = ("", "s", "es", "n", "en", "er", "e")


def words_of(text: str) -> list[str]:
    """All words of a text in small letters; "Schüler*innen" is "schülerinnen"."""
    found = (re.sub(r"[*:_/-]", "", word).lower() for word in WORD.findall(text))
    return [word[:LONGEST_WORD] for word in found]


def folded(word: str) -> str:
    """The word as somebody types it without umlauts: "Kürzel" is "kuerzel"."""
    plain = unicodedata.normalize("NFKD", word.lower().translate(_UMLAUTS))
    return "".join(one for one in plain if not unicodedata.combining(one))


def trigrams(word: str) -> list[str]:
    """All groups of three letters of the folded word, with its borders."""
    padded = f" {folded(word)} "
    return sorted({padded[at : at + 3] for at in range(max(1, len(padded) - 2))})


def root(word: str) -> str:
    """The word without its ending, roughly: enough to know it again in a compound."""
    bare = folded(word)
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST_PART:
            return bare.removesuffix(ending)
    return bare


class Splitter:
    """Takes compounds apart into words that occur on their own elsewhere."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Learn the words; of those with one root, the shortest stands for all."""
        self._roots: dict[str, str] = {}
        self._parts: dict[str, tuple[str, ...]] = {}
        for word in vocabulary:
            if len(word) >= SHORTEST_PART and word.isalpha():
                known = self._roots.setdefault(root(word), word)
                if len(word) < len(known):
                    self._roots[root(word)] = word

    def parts(self, word: str) -> tuple[str, ...]:
        """The known words of which it is made, or nothing."""
        if word not in self._parts:
            is_long = len(word) >= 2 * SHORTEST_PART and word.isalpha()
            self._parts[word] = self._split(word) if is_long else ()
        return self._parts[word]

    def _split(self, word: str) -> tuple[str, ...]:
        # The most even split is the likeliest: "klassen|liste" before "klas|senliste".
        splits = self._splits(word)
        best = max(splits, key=lambda one: min(map(len, one)), default=None)
        if best is None:
            return ()
        head, tail = best
        return (*(self.parts(head) or (head,)), *(self.parts(tail) or (tail,)))

    def _splits(self, word: str) -> Iterator[tuple[str, str]]:
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            tail = self._known(word[at:]) or self._compound(word[at:])
            if not tail:
                continue
            for joint in _JOINTS:
                head = word[:at].removesuffix(joint) if joint else word[:at]
                if word[:at].endswith(joint) and (known := self._known(head)):
                    yield known, tail

    def _compound(self, word: str) -> str:
        return word if self.parts(word) else ""

    def _known(self, word: str) -> str:
        """The known word of this root; "schul" is "schule"."""
        if len(word) < SHORTEST_PART:
            return ""
        return self._roots.get(root(word), "")


def forms(word: str) -> tuple[str, ...]:
    """Other forms by which the same is found: "schülerinnen" also as "schüler"."""
    for ending in ("innen", "in"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_PART:
            bare = word.removesuffix(ending)
            return (bare, bare + "in")
    return ()


def parts_of(texts: Iterable[str], splitter: Splitter) -> list[str]:
    """What is to be found beside the words themselves, each once, sorted."""
    found: set[str] = set()
    for word in {word for text in texts for word in words_of(text)}:
        found.update(splitter.parts(word), forms(word))
        # "ss" for "ß" and "ae" for "ä", as on a foreign keyboard.
        if folded(word) != word:
            found.add(folded(word))
    return sorted(found)


SYNONYMS = (
    ("passwort", "kennwort"),
    ("login", "anmeldung", "anmelden", "einloggen"),
    ("logout", "abmelden", "abmeldung", "ausloggen"),
    ("account", "konto", "benutzerkonto", "kennung", "benutzername"),
    ("mail", "email", "postfach"),
    ("wlan", "wifi", "byod"),
    ("handy", "smartphone", "mobiltelefon", "telefon"),
    ("admin", "betreuer", "administrator"),
    ("lehrer", "lehrkraft", "lehrkräfte"),
    ("schüler", "lernende", "kinder"),
    ("schulleitung", "schulleiter", "direktor"),
    ("sekretariat", "schulbüro", "verwaltung"),
    ("störung", "ausfall", "fehler", "problem", "kaputt"),
    ("wartung", "wartungsfenster", "downtime"),
    ("datenschutz", "dsgvo"),
    ("löschen", "entfernen", "löschung"),
    ("fortbildung", "schulung", "schilf", "kurs"),
    ("termin", "kalender"),
    ("news", "neuigkeit", "neuigkeiten", "aktuelles"),
    ("mfa", "2fa", "zweifaktor", "authenticator", "passkey"),
    ("anleitung", "hilfe", "tutorial"),
    ("homepage", "website", "webseite", "schulhomepage"),
    ("dateien", "dateiablage", "cloud", "ordner"),
)
"""Words that mean about the same at a school; each finds the others."""

_MEANINGS: dict[str, tuple[str, ...]] = {}
for _group in SYNONYMS:
    for _word in _group:
        others = tuple(other for other in _group if other != _word)
        _MEANINGS[root(_word)] = (*_MEANINGS.get(root(_word), ()), *others)


def synonyms(word: str) -> Collection[str]:
    """Other words for the same thing."""
    return _MEANINGS.get(root(word), ())
