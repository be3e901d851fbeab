"""Why an address looks as it does: which of its rules a name met."""

import unicodedata

from eduport.people.rules.addresses import MAX_LOCAL_PART, SUFFIX_ROOM
from eduport.people.rules.names import words_of

_UMLAUTS = set("äöüßÄÖÜẞ")
_SIGNS = set("'’‘`´.")


def reasons_for(given_name: str, family_name: str, call_name: str) -> list[str]:
    """The codes of the rules that changed something, in the order of the name."""
    first = call_name if words_of(call_name) else given_name
    whole = unicodedata.normalize("NFC", f"{first} {family_name}")
    found = {
        "call_name": bool(words_of(call_name)) and bool(words_of(given_name)),
        "first_given_name": first is given_name and len(words_of(given_name)) > 1,
        "hyphen": any("-" in word for word in _counted(first, call_name, family_name)),
        "umlauts": bool(_UMLAUTS & set(whole)),
        "letters": any(_is_foreign(letter) for letter in whole),
        "joined": len(words_of(family_name)) > 1,
        "signs": bool(_SIGNS & set(whole)),
        "cut": _length(first, family_name, call_name) > MAX_LOCAL_PART - SUFFIX_ROOM,
    }
    return [code for code, holds in found.items() if holds]


def _counted(first: str, call_name: str, family_name: str) -> list[str]:
    """The words that stand in the address."""
    words = words_of(first)
    return [*(words if words_of(call_name) else words[:1]), *words_of(family_name)]


def _length(first: str, family_name: str, call_name: str) -> int:
    return len("".join(_counted(first, call_name, family_name))) + 1


def _is_foreign(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii() and letter not in _UMLAUTS
