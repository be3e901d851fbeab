"""Excerpts of found texts, with what was looked for marked."""

import re

from eduport.search.types import Piece

# Of the private use area of Unicode: no text that is shown has them.
START, STOP = "\ue000", "\ue001"
_MARKED = re.compile(f"{START}(.*?){STOP}", re.DOTALL)


def pieces(headline: str) -> tuple[Piece, ...]:
    """What `ts_headline` marked between START and STOP, as parts of plain text."""
    parts = _MARKED.split(headline)
    return tuple(
        Piece(_clean(part), is_hit=bool(place % 2))
        for place, part in enumerate(parts)
        if part
    )


def _clean(part: str) -> str:
    return part.replace(START, "").replace(STOP, "")
