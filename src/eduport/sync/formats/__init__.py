"""Reading what school administration systems export: one door for all formats."""

from pathlib import Path

from eduport.sync.formats.detection import detect_roster
from eduport.sync.formats.mappings import PlainMapping
from eduport.sync.formats.sources import MAX_UNPACKED_SIZE
from eduport.sync.types import Roster

__all__ = ["PlainMapping", "open_roster"]


def open_roster(
    path: Path,
    *,
    mapping: PlainMapping | None = None,
    max_size: int = MAX_UNPACKED_SIZE,
) -> Roster:
    """Open the export at `path`: a folder, a zip file or a single personen.csv.

    The format is found by file names and headings. `mapping` names the headings of the
    plain format and replaces a zuordnung.toml; `max_size` limits what a zip file may
    unpack to, in bytes. Raises RosterError if there is nothing that can be read.
    """
    return detect_roster(path, mapping=mapping, max_size=max_size)
