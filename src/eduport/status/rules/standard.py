"""The components, windows and templates that every installation begins with."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandardComponent:
    """A module of eduPort."""

    slug: str
    name_de: str
    name_en: str
    position: int
    depends_on: tuple[str, ...] = ()


COMPONENTS = (
    StandardComponent("portal", "Portal", "Portal", 10),
    StandardComponent("login", "Anmeldung", "Sign-in", 20),
    StandardComponent("mail", "E-Mail", "Mail", 30, ("login",)),
    StandardComponent("calendar", "Kalender", "Calendar", 40, ("login",)),
    StandardComponent("files", "Dateiablage", "Files", 50, ("login",)),
    StandardComponent("wlan", "WLAN", "WLAN", 60),
)
OF_THE_PORTAL = ("portal", "login")
"""What does not work when the portal itself is gone."""
SERVICES_POSITION = 100
"""Connected services stand behind the modules, by name."""


@dataclass(frozen=True, slots=True)
class StandardWindow:
    """The regular window. It begins with the first Thursday of the portal."""

    title_de: str = "Regelmäßige Wartung"
    title_en: str = "Regular maintenance"
    text_de: str = "Die Dienste können für kurze Zeit nicht erreichbar sein."
    text_en: str = "Services may be out of reach for a short time."
    rule: str = "FREQ=WEEKLY;BYDAY=TH"
    first: dt.datetime = dt.datetime(2026, 1, 1, 22)  # noqa: DTZ001 -- on the wall
    lasts: dt.timedelta = dt.timedelta(hours=2)
    announce_hours: int = 12


REGULAR = StandardWindow()


@dataclass(frozen=True, slots=True)
class StandardTemplate:
    """Words for an incident, so that nobody has to find them at night."""

    name: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    impact: str


TEMPLATES = (
    StandardTemplate(
        "Anmeldung gestört",
        "Anmeldung nicht möglich",
        "Signing in is not possible",
        "Zurzeit können sich Personen nicht anmelden. Wer angemeldet ist, kann "
        "weiterarbeiten. Wir suchen die Ursache.",
        "People cannot sign in at the moment. Who is signed in can go on working. We "
        "are looking for the cause.",
        "outage",
    ),
    StandardTemplate(
        "E-Mail verzögert",
        "E-Mails kommen verspätet an",
        "Mail arrives late",
        "E-Mails werden zurzeit verspätet zugestellt. Es geht nichts verloren.",
        "Mail is delivered late at the moment. Nothing is lost.",
        "degraded",
    ),
    StandardTemplate(
        "Dienst nicht erreichbar",
        "Dienst nicht erreichbar",
        "Service out of reach",
        "Der Dienst ist zurzeit nicht erreichbar. Wir suchen die Ursache.",
        "The service is out of reach at the moment. We are looking for the cause.",
        "outage",
    ),
    StandardTemplate(
        "Langsam",
        "Dienste antworten langsam",
        "Services answer slowly",
        "Die Dienste antworten zurzeit langsamer als sonst. Wir suchen die Ursache.",
        "Services answer more slowly than usual. We are looking for the cause.",
        "degraded",
    ),
)
