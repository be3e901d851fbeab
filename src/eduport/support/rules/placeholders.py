"""Placeholders in templates: `{nummer}` becomes the number of the ticket."""

import re
from collections.abc import Mapping

PLACEHOLDERS = ("nummer", "betreff", "schule", "name", "dienst", "störung")
"""As those write them who write templates: in German."""
_PATTERN = re.compile(r"\{(\w+)\}")


def unknown_in(text: str) -> list[str]:
    """The placeholders of a text that nothing would be put into."""
    return sorted(set(_PATTERN.findall(text)) - set(PLACEHOLDERS))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with values; what has none stays to be seen."""
    return _PATTERN.sub(lambda found: values.get(found[1]) or found[0], text)
