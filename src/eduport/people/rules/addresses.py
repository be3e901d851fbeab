"""Building a person's mail address, which is the login too, from the name."""

import re
from functools import lru_cache

from eduport.people.rules.names import words_of

MAX_LOCAL_PART = 64
"""Octets, RFC 5321 §4.5.3.1.1."""

SUFFIX_ROOM = 4
"""Kept free for the number that tells namesakes of one school apart."""

_ROOM_FOR_NAMES = MAX_LOCAL_PART - SUFFIX_ROOM - len(".")
_PLAIN = re.compile(r"[A-Za-z]+").fullmatch

# Names repeat: a city of 250,000 people has about 60,000 different surnames.
_CACHED_NAMES = 1 << 16


class NoLettersError(ValueError):
    """A name has no letter that can be written in a–z, so there is no address."""


def local_part(given_name: str, family_name: str, call_name: str = "") -> str:
    """What stands before the @: call name or first given name, dot, whole surname.

    A call name without a letter counts as not given. Raises NoLettersError if either
    part would be empty. Too long names are cut at the end of the longer part; the rest
    is left to the one who gives out addresses, as a number for a namesake.
    """
    first = (call_name and _call_part(call_name)) or _given_part(given_name)
    last = _family_part(family_name)
    if not first or not last:
        raise NoLettersError(f"{given_name!r}, {family_name!r}")
    if len(first) + len(last) > _ROOM_FOR_NAMES:
        first, last = _cut(first, last)
    return f"{first}.{last}"


def bare_address(given_name: str, family_name: str, call_name: str, domain: str) -> str:
    """The address before anybody looked for namesakes. Raises NoLettersError."""
    return f"{local_part(given_name, family_name, call_name)}@{domain}"


def mail_domain(school_code: str, authority_domain: str) -> str:
    """A school's mail domain: its code below the domain of the authority."""
    return f"{school_code}.{authority_domain}".lower()


@lru_cache(_CACHED_NAMES)
def _given_part(name: str) -> str:
    if _PLAIN(name):
        return name.lower()
    return next(iter(words_of(name)), "")


@lru_cache(_CACHED_NAMES)
def _family_part(name: str) -> str:
    if _PLAIN(name):
        return name.lower()
    return "".join(words_of(name))


# Unlike a list of given names, a call name is one name, even with a space in it.
_call_part = _family_part


def _cut(first: str, last: str) -> tuple[str, str]:
    half = _ROOM_FOR_NAMES // 2
    first = first[: max(half, _ROOM_FOR_NAMES - len(last))].rstrip("-")
    return first, last[: _ROOM_FOR_NAMES - len(first)].rstrip("-")
