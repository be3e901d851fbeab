"""Spelling a group's mail address."""

import re

from anyascii import anyascii

MAX_NAME = 60
RESERVED = {"abuse", "admin", "administrator", "hostmaster", "info", "mailer-daemon"}
RESERVED |= {"no-reply", "noreply", "office", "postmaster", "root", "schulleitung"}
RESERVED |= {"noc", "security", "sekretariat", "support", "webmaster", "www"}
"""Names that mail servers or offices need (RFC 2142)."""

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


def group_address_name(name: str) -> str:
    """What stands before the @ of a group: a–z, digits and inner hyphens.

    Never a dot, which every person's address has: so the two never meet. Empty if the
    name has no letter or digit.
    """
    latin = anyascii(name.translate(_UMLAUTS)).lower()
    return re.sub(r"[^a-z0-9]+", "-", latin)[:MAX_NAME].strip("-")


def is_reserved(name: str) -> bool:
    """Whether no group may have it, because offices or mail servers do."""
    return name in RESERVED
