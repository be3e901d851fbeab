"""Small cities for the tests of the pages: one file in the plain format."""

from pathlib import Path

HEADING = "Personennummer;Vorname;Nachname;Rolle;Schulkürzel;Schulname;Klasse;Schuljahr"


def person(key, school=1, *, first="Ada", last="Berg", role="Lern", group="7a"):
    """A row: somebody at a school."""
    place = f"city{school};Schule {school}"
    return f"{key};{first};{last};{role};{place};{group};2026/27"


def city(schools=1, people=3):
    """So many pupils at so many schools, everybody with a name of their own."""
    return [
        person(
            f"{school}-{n}", school, last=f"Berg{chr(97 + n // 26)}{chr(97 + n % 26)}"
        )
        for school in range(1, schools + 1)
        for n in range(people)
    ]


def write(folder: Path, rows) -> Path:
    path = folder / "personen.csv"
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path
