"""The plain format's columns, and how a school says what its headings are called."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eduport.sync.errors import BadMappingError
from eduport.sync.formats.sources import Source
from eduport.sync.formats.texts import heading_key

MAPPING_FILE = "zuordnung.toml"
LARGEST_MAPPING = 1 << 16

SCHOOL_CODE = ("Schulkürzel", "Schulkuerzel", "Kürzel der Schule", "Schule")
SCHOOL_NUMBER = ("Schulnummer", "Schulnr", "Schulnr.", "Dienststellennummer")

PERSON_FIELDS: dict[str, tuple[str, ...]] = {
    "key": ("Personennummer", "Personen-ID", "Personalnummer", "Schülernummer", "ID"),
    "given_name": ("Vorname", "Vornamen"),
    "family_name": ("Nachname", "Familienname", "Name"),
    "call_name": ("Rufname",),
    "role": ("Rolle", "Personenrolle", "Funktion"),
    "school_code": SCHOOL_CODE,
    "school_number": SCHOOL_NUMBER,
    "school_name": ("Schulname", "Name der Schule"),
    "is_home": ("Stammschule",),
    "start": ("Beginn", "von", "gültig ab"),
    "end": ("Ende", "bis", "gültig bis"),
    "class": ("Klasse", "Klassenname"),
    "leads": ("Klassenleitung", "Klassenlehrkraft", "Klassenlehrkraft von"),
    "school_year": ("Schuljahr",),
}
GROUP_FIELDS: dict[str, tuple[str, ...]] = {
    "group": ("Gruppennummer", "Gruppen-ID", "Gruppennr"),
    "name": ("Gruppe", "Gruppenname", "Name"),
    "kind": ("Art", "Gruppenart", "Typ"),
    "school_code": SCHOOL_CODE,
    "school_number": SCHOOL_NUMBER,
    "school_year": ("Schuljahr",),
    "key": ("Mitglied", "Personennummer", "Personen-ID"),
    "leads": ("Leitung", "leitet"),
}


@dataclass(frozen=True, slots=True)
class PlainMapping:
    """From our field (the first heading of each list above) to the heading in the file.

    `school_year` counts for every class whose row names none, for instance "2026/27".
    """

    persons: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    school_year: str = ""


def read_mapping(source: Source) -> PlainMapping:
    """The mapping in zuordnung.toml, or none. Raises BadMappingError."""
    if MAPPING_FILE not in source.names():
        return PlainMapping()
    with source.open(MAPPING_FILE) as stream:
        content = stream.read(LARGEST_MAPPING)
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise BadMappingError(reason=str(error)) from error
    return PlainMapping(
        _headings(tables, "personen"),
        _headings(tables, "gruppen"),
        str(tables.get("schuljahr", "")),
    )


def _headings(tables: dict[str, object], name: str) -> dict[str, str]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise BadMappingError(reason=f"[{name}]")
    return {str(ours): str(theirs) for ours, theirs in table.items()}


def apply_mapping(
    fields: Mapping[str, Sequence[str]], mapping: Mapping[str, str]
) -> tuple[dict[str, Sequence[str]], set[str]]:
    """The fields with the mapped headings, and which of them are mapped.

    Raises BadMappingError for a field that does not exist, because a mistyped mapping
    would otherwise drop a column in silence.
    """
    names = {heading_key(known[0]): name for name, known in fields.items()}
    result = dict(fields)
    mapped = set()
    for ours, theirs in mapping.items():
        name = names.get(heading_key(ours))
        if name is None:
            raise BadMappingError(reason=ours)
        result[name] = (theirs,)
        mapped.add(name)
    return result, mapped
