"""What a link in a text means: chapters link to files, as other viewers want it."""

from pathlib import PurePosixPath
from typing import NamedTuple

from eduport.guides.rules.reading import without_number

_CONTENTS = "README"


class Place(NamedTuple):
    """A place in a manual; no chapter is the contents."""

    manual: str
    chapter: str = ""
    anchor: str = ""


def place_of(manual: str, link: str) -> Place | None:
    """Where a link in a chapter of this manual leads, if that is in a manual."""
    path, _, anchor = link.partition("#")
    name = PurePosixPath(path)
    if name.suffix != ".md" or link.startswith(("/", "http")):
        return None
    folder = name.parent.name or manual
    chapter = "" if name.stem == _CONTENTS else without_number(name.stem)
    return Place(folder, chapter, anchor)
