"""Values that the files of this domain share: what the status page shows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import get_language, pgettext_lazy


class State(StrEnum):
    """How a component is, from well to worst."""

    OPERATIONAL = "operational"
    MAINTENANCE = "maintenance"
    SUSPECTED = "suspected"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    OUTAGE = "outage"


LOOKS = {
    State.OPERATIONAL: (
        pgettext_lazy("component", "available"),
        "green",
        "check_circle",
    ),
    State.MAINTENANCE: (
        pgettext_lazy("component", "in maintenance"),
        "blue",
        "construction",
    ),
    State.SUSPECTED: (
        pgettext_lazy("component", "possibly disturbed"),
        "orange",
        "warning",
    ),
    State.DEGRADED: (pgettext_lazy("component", "restricted"), "orange", "warning"),
    State.PARTIAL_OUTAGE: (
        pgettext_lazy("component", "partly out of order"),
        "red",
        "error",
    ),
    State.OUTAGE: (pgettext_lazy("component", "out of order"), "red", "error"),
}


@dataclass(frozen=True, slots=True)
class StateTag:
    """A state as a page shows it: never by its colour alone."""

    state: State

    @property
    def word(self) -> str:
        return str(LOOKS[self.state][0])

    @property
    def colour(self) -> str:
        return LOOKS[self.state][1]

    @property
    def icon(self) -> str:
        return LOOKS[self.state][2]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a tile says about the component behind it, and what to expect."""

    tag: StateTag
    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in German and English; whoever reads English gets German if need be."""

    de: str
    en: str = ""

    def __str__(self) -> str:
        return self.de if self.is_german or not self.en else self.en

    @property
    def is_german(self) -> bool:
        return (get_language() or "de").startswith("de")

    @property
    def lang(self) -> str:
        """The language of the text as it is shown now, if the page's is another."""
        return "" if self.is_german or self.en or not self.de else "de"

    def __bool__(self) -> bool:
        return bool(self.de or self.en)


@dataclass(frozen=True, slots=True)
class BoardDay:
    """What is known of a component on one day: checks, and for how long it was down."""

    day: date
    checks: int
    failures: int
    observed_seconds: int
    down_seconds: int


@dataclass(frozen=True, slots=True)
class BoardComponent:
    """A component, without its incidents."""

    id: int
    slug: str
    name: Bilingual
    text: Bilingual
    depends_on: tuple[int, ...] = ()
    is_for_everybody: bool = False
    suspected_at: datetime | None = None
    days: tuple[BoardDay, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardUpdate:
    """What was said about an incident, and when."""

    state: str
    text: Bilingual
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardIncident:
    """An incident that is open, or was in the time that the page looks back on.

    Without schools and roles it concerns all of them.
    """

    uid: str
    title: Bilingual
    impact: State
    state: str
    started_at: datetime
    component_ids: tuple[int, ...]
    resolved_at: datetime | None = None
    school_ids: tuple[int, ...] = ()
    school_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    updates: tuple[BoardUpdate, ...] = ()
    review: Bilingual = field(default_factory=lambda: Bilingual(""))

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


@dataclass(frozen=True, slots=True)
class BoardWindow:
    """One occurrence of a maintenance window. `key` names it for good."""

    key: str
    uid: str
    title: Bilingual
    text: Bilingual
    component_ids: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime
    cancelled_at: datetime | None = None
    extended_at: datetime | None = None

    def is_running(self, at: datetime) -> bool:
        return self.cancelled_at is None and self.starts_at <= at < self.ends_at

    def is_upcoming(self, at: datetime) -> bool:
        return self.cancelled_at is None and at < self.starts_at

    def is_announced(self, at: datetime) -> bool:
        """Whether those whom it concerns are told now."""
        return self.cancelled_at is None and self.announced_at <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Board:
    """All that the status page says, without saying how it looks."""

    made_at: datetime
    components: tuple[BoardComponent, ...] = ()
    incidents: tuple[BoardIncident, ...] = ()
    windows: tuple[BoardWindow, ...] = ()


HIDDEN_COOKIE = "ep_notices"
"""Holds the keys of the maintenance that somebody does not want to be told of."""


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """A role at a school that uses a component; nothing means all of them."""

    school_id: int | None = None
    role: str = ""
