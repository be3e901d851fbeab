"""What somebody typed, as a question to PostgreSQL's full-text search."""

from collections.abc import Sequence

from eduport.search.rules.german import (
    SHORTEST_PART,
    forms,
    synonyms,
    words_of,
)

MOST_WORDS = 12
# Shorter ones would find half of everything by their beginning.
SHORTEST_BEGINNING = 3


def words_asked(text: str) -> list[str]:
    """The words of a question, each once, no more than make sense."""
    return list(dict.fromkeys(words_of(text)))[:MOST_WORDS]


def alternatives(word: str) -> tuple[str, ...]:
    """All words by any of which this one counts as found."""
    return (word, *forms(word), *synonyms(word))


def tsquery(groups: Sequence[Sequence[str]], joints: str = " & ") -> str:
    """The text for `to_tsquery`: of every group one word, or of any group.

    Words hold letters and digits only, see `words_of`, so nothing can be smuggled in.
    A word of two parts, "klassen listen", asks for both.
    """
    return joints.join(
        "(" + " | ".join(_lexemes(word) for word in group) + ")" for group in groups
    )


def _lexemes(words: str) -> str:
    return "(" + " & ".join(_lexeme(word) for word in words.split()) + ")"


def _lexeme(word: str) -> str:
    return f"'{word}':*" if len(word) >= SHORTEST_BEGINNING else f"'{word}'"


def inside(word: str) -> list[str]:
    """Everything that a part of this compound may be in the list of words.

    The list has "schule" where the compound has "schul", and "klasse" for "klassen".
    """
    bare = {
        word[start:end]
        for start in range(len(word))
        for end in range(start + SHORTEST_PART - 1, len(word) + 1)
        if start == 0 or len(word) - start >= SHORTEST_PART
    }
    return sorted(
        part + ending for part in bare for ending in ("", "e", "en", "n", "er", "ung")
    )
