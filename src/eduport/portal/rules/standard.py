"""The groups and tiles that every installation begins with."""

from dataclasses import dataclass

NAME_LENGTH, TEXT_LENGTH = 22, 60
"""What fits into a tile on a telephone."""


def cut(text: str, length: int) -> str:
    """The text if it fits, otherwise its beginning."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class StandardGroup:
    """A group of the standard dashboard."""

    slug: str
    title_de: str
    title_en: str
    position: int
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class StandardTile:
    """A page of eduPort and the roles it is for; no roles: everybody."""

    slug: str
    group: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    icon: str
    hue: str
    url_name: str
    position: int
    roles: tuple[str, ...] = ()


APPS = "services"

GROUPS = (
    StandardGroup(APPS, "Dienste", "Services", 10),
    StandardGroup("administration", "Verwaltung", "Administration", 20),
    StandardGroup("own", "Mein Zugang", "My access", 30),
)

TILES = (
    StandardTile(
        "profile",
        "own",
        "Mein Konto",
        "My account",
        "Passwort, zweiter Faktor, eigene Daten",
        "Password, second factor, own data",
        "account_circle",
        "blue",
        "accounts:profile",
        10,
    ),
    StandardTile(
        "people",
        "administration",
        "Personen",
        "People",
        "Konten, Codes und Briefe Ihrer Schule",
        "Accounts, codes and letters of your school",
        "group",
        "green",
        "administration:people",
        20,
        roles=("school_admin", "central_team"),
    ),
    StandardTile(
        "sync",
        "administration",
        "Abgleich",
        "Synchronisation",
        "Läufe, Vorschau, angehaltene Schulen",
        "Runs, previews, schools on hold",
        "sync",
        "teal",
        "sync:runs",
        10,
        # Plain Python: the values of people.AdminRole, checked by a test.
        roles=("central_team",),
    ),
)
