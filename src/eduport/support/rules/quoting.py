"""Which words of a mail are new, and which it quotes.

`quotequail` knows how mail programs introduce what they quote. Here stands what it does
not do: introductions that were broken over several lines or that German programs write
otherwise, answers below or between quoted lines, and the line above which we ask people
to answer.
"""

import re
from itertools import takewhile

import quotequail

LONGEST = 100_000
_MOST_LINES = 1500
# Patterns try every place in a line; nobody is introduced by more.
_LONGEST_LINE = 500
_OUR_LINE = re.compile(r"\W*##-.*-##\W*")
_SIGNATURE = "-- "
_PGP_BEGINS, _PGP_ENDS = (
    "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "\n-----BEGIN PGP SIGNATURE-----\n",
)
_INTRODUCTION = re.compile(
    r"(?:am|on|le) .{4,250}(?:schrieb|geschrieben|wrote|a écrit).{0,250}:"
    r"|.{2,200} schrieb (?:am|an) .{4,250}:",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"(?:am|on|le) |.{2,200} schrieb (?:am|an)\b", re.IGNORECASE)
_MOST_BROKEN_LINES = 4
_FROM_A_PHONE = re.compile(
    r"(?:von meinem .{2,40} gesendet|gesendet (?:von|mit) .{2,60}"
    r"|sent from (?:my )?.{2,60}|diese nachricht wurde von meinem .{2,80} gesendet.?"
    r"|outlook für (?:android|ios) beziehen.{0,80})",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """What the writer wrote, without what is quoted and without signature.

    Empty if nothing is left. What stands below or between quoted lines is kept: in
    doubt rather a line too many than an answer that is lost.
    """
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    text = _without_pgp(text)
    lines = _introductions_joined(text.split("\n")[:_MOST_LINES])
    lines = list(takewhile(lambda line: not _OUR_LINE.fullmatch(line), lines))
    return _trimmed(_unquoted(lines))


def _without_pgp(text: str) -> str:
    """The text of a mail that is signed in the clear (RFC 9580 §7)."""
    before, begin, rest = text.partition(_PGP_BEGINS)
    signed, end, _signature = rest.partition(_PGP_ENDS)
    if not begin or not end or before.strip():
        return text
    _headers, _empty, words = signed.partition("\n\n")
    return re.sub(r"^- ", "", words, flags=re.MULTILINE)


def _introductions_joined(lines: list[str]) -> list[str]:
    """Introductions on one line, in the form that the library knows."""
    joined, place = [], 0
    while place < len(lines):
        length = _introduction_at(lines, place)
        joined.append("Am … schrieb …:" if length else lines[place])
        place += length or 1
    return joined


def _introduction_at(lines: list[str], place: int) -> int:
    """Over how many lines an introduction goes that begins here; 0 if none does."""
    if not _BEGINNING.match(lines[place][:_LONGEST_LINE]):
        return 0
    for length in range(1, _MOST_BROKEN_LINES + 1):
        part = lines[place : place + length]
        whole = " ".join(one.strip() for one in part)[:_LONGEST_LINE]
        if not part[-1].strip():
            return 0
        if _INTRODUCTION.fullmatch(whole):
            return length
    return 0


def _unquoted(lines: list[str]) -> list[str]:
    shown = [line[:_LONGEST_LINE] for line in lines]
    found = quotequail.unwrap("\n".join(shown))
    if not found or not _is_quotation(found):
        return _without_marks(lines)
    top = found.get("text_top", "").splitlines()
    # Above the quotation stand the words as they were, of whatever length.
    above = lines[: _end_of(top, shown)]
    below = _without_marks(found.get("text_bottom", "").splitlines())
    if not any(line.strip() for line in [*above, *below]):
        # An answer between the lines only, or something that only looks quoted.
        below = _between(lines)
    return [*_without_marks(above), "", *below]


def _is_quotation(found: dict[str, str]) -> bool:
    """Whether it is one: two lines with a colon alone may be the writer's own."""
    if found.get("type") != "forward" or "from" in found:
        return True
    return not {"to", "subject", "date", "cc"} & set(found)


def _end_of(top: list[str], lines: list[str]) -> int:
    """The place after these lines, which the library returned without blank ones."""
    if not top:
        return 0
    begin = next(n for n, line in enumerate(lines) if line.strip())
    return begin + len(top)


def _between(lines: list[str]) -> list[str]:
    if not any(line.startswith(">") for line in lines):
        return []
    return [line for line in _without_marks(lines) if line != "Am … schrieb …:"]


def _without_marks(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith(">")]


def _trimmed(lines: list[str]) -> str:
    """Without signature (RFC 3676 §4.3), and without what telephones add."""
    kept = list(takewhile(lambda line: line != _SIGNATURE, lines))
    kept = [line.rstrip() for line in kept if not _is_of_a_phone(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_of_a_phone(line: str) -> bool:
    return bool(_FROM_A_PHONE.fullmatch(line.strip()[:_LONGEST_LINE]))
