"""The manifest of OneRoster: which version, and which files are complete."""

from eduport.sync.errors import UnknownVersionError
from eduport.sync.formats.problems import ProblemLog
from eduport.sync.formats.sources import Source
from eduport.sync.formats.tables import Columns, read_chunks

MANIFEST = Columns({"name": ("propertyName",), "value": ("value",)})


class Manifest:
    """The properties of manifest.csv; without one every file counts as complete."""

    def __init__(self, properties: dict[str, str] | None = None) -> None:
        self._properties = properties or {}

    @classmethod
    def read(cls, source: Source, log: ProblemLog) -> "Manifest":
        """Read manifest.csv; what is wrong with it goes to the log."""
        properties: dict[str, str] = {}
        for chunk in read_chunks(source, "manifest.csv", MANIFEST, log):
            names = (name.strip().lower() for name in chunk.columns["name"])
            values = (value.strip().lower() for value in chunk.columns["value"])
            properties.update(zip(names, values, strict=True))
        return cls(properties)

    @property
    def version(self) -> str:
        """`1.1`, `1.2` or "" if none is named; raises UnknownVersionError."""
        value = self._properties.get("oneroster.version", "")
        known = {"": "", "1.0": "1.1", "1.1": "1.1", "1.2": "1.2"}
        if value[:3] not in known:
            raise UnknownVersionError(version=value)
        return known[value[:3]]

    def mode(self, name: str) -> str:
        """`bulk`, `delta` or `absent`; a file that is not named counts as bulk."""
        return self._properties.get(f"file.{name}".lower(), "bulk")
