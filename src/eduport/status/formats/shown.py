"""The board as a page shows it: in order, in words, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eduport.status.formats.words import incident_state, period
from eduport.status.rules.availability import Bar, available_percent, bars
from eduport.status.rules.occurrences import on_the_wall
from eduport.status.rules.states import (
    closure,
    open_incidents,
    states_of,
    worst,
)
from eduport.status.types import (
    Board,
    BoardComponent,
    BoardIncident,
    BoardWindow,
    State,
    StateTag,
)

SHOWN_OF_SERIES = 2
BAR = 4
"""The width of a day, with the gap beside it."""


@dataclass(frozen=True, slots=True)
class ShownBar:
    """One of 90 days: where its bar stands, its kind, and in words."""

    x: int
    css: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """A component with its state; `because` are those it needs that do not work."""

    component: BoardComponent
    state: StateTag
    because: Sequence[str]
    bars: Sequence[ShownBar]
    summary: str


@dataclass(frozen=True, slots=True)
class ShownUpdate:
    state: str
    text: object
    at: datetime


@dataclass(frozen=True, slots=True)
class ShownIncident:
    """An incident with the names of what it concerns."""

    incident: BoardIncident
    components: Sequence[str]
    state: str
    impact: StateTag
    updates: Sequence[ShownUpdate]


@dataclass(frozen=True, slots=True)
class ShownWindow:
    """Maintenance with the names of what it concerns."""

    window: BoardWindow
    components: Sequence[str]
    period: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """A whole page."""

    overall: StateTag
    headline: str
    components: Sequence[ShownComponent]
    incidents: Sequence[ShownIncident]
    windows: Sequence[ShownWindow]
    past: Sequence[ShownIncident]
    made_at: datetime

    @property
    def oldest_on(self) -> date:
        return (self.made_at - timedelta(days=90)).date()


def shown_board(
    board: Board, at: datetime, *, is_portal_gone: bool = False
) -> ShownBoard:
    """The page at a moment; the board may be older."""
    states = states_of(board, at, is_portal_gone=is_portal_gone)
    names = {one.id: str(one.name) for one in board.components}
    overall = worst(states.values())
    is_open = open_incidents(board, at)
    return ShownBoard(
        overall=StateTag(overall),
        headline=headline(overall),
        components=[_component(one, states, board, at) for one in board.components],
        incidents=[_incident(one, names) for one in is_open],
        windows=[_window(one, names, at) for one in _next_windows(board, at)],
        past=[_incident(one, names) for one in board.incidents if one not in is_open],
        made_at=board.made_at,
    )


def _next_windows(board: Board, at: datetime) -> list[BoardWindow]:
    """Of what is every week the next two are enough; the calendar has them all."""
    found: list[BoardWindow] = []
    for one in board.windows:
        known = sum(one.uid == other.uid for other in found)
        if one.ends_at > at and known < SHOWN_OF_SERIES:
            found.append(one)
    return found


def headline(overall: State) -> str:
    """The page in one sentence."""
    sentences = {
        State.OPERATIONAL: _("All services are available."),
        State.MAINTENANCE: _("Maintenance is going on."),
        State.SUSPECTED: _("Some services are possibly disturbed."),
        State.DEGRADED: _("Some services are restricted."),
        State.PARTIAL_OUTAGE: _("Some services are partly out of order."),
        State.OUTAGE: _("Some services are out of order."),
    }
    return sentences[overall]


def _component(
    one: BoardComponent, states: dict[int, State], board: Board, at: datetime
) -> ShownComponent:
    edges = {other.id: other.depends_on for other in board.components}
    needed = closure(one.id, edges)
    because = [
        str(other.name)
        for other in board.components
        if other.id in needed and states[other.id] != State.OPERATIONAL
    ]
    today = on_the_wall(at).date()
    days = bars(one, board.incidents, today)
    return ShownComponent(
        one, StateTag(states[one.id]), because, _shown_bars(days), _summary(one, days)
    )


def _shown_bars(days: Sequence[Bar]) -> list[ShownBar]:
    return [
        ShownBar(
            BAR * n,
            str(bar.state or "unknown"),
            f"{date_format(bar.day, 'SHORT_DATE_FORMAT')}: "
            + (StateTag(bar.state).word if bar.state else _("not measured")),
        )
        for n, bar in enumerate(days)
    ]


def _summary(one: BoardComponent, days: Sequence[Bar]) -> str:
    """The bars in a sentence, for whoever does not see them."""
    troubled = sum(bar.state not in {None, State.OPERATIONAL} for bar in days)
    percent = available_percent(one.days)
    if percent is None and not troubled:
        return _("Not measured yet.")
    words = ngettext(
        "%(count)d day with trouble in the last 90 days.",
        "%(count)d days with trouble in the last 90 days.",
        troubled,
    ) % {"count": troubled}
    if percent is None:
        return words
    shown = number_format(percent, 2, use_l10n=True)
    return _("%(percent)s %% available. %(days)s") % {"percent": shown, "days": words}


def _names(keys: Iterable[int], names: dict[int, str]) -> list[str]:
    return [names[key] for key in keys if key in names]


def _incident(one: BoardIncident, names: dict[int, str]) -> ShownIncident:
    return ShownIncident(
        one,
        _names(one.component_ids, names),
        incident_state(one.state),
        StateTag(one.impact),
        [ShownUpdate(incident_state(u.state), u.text, u.at) for u in one.updates],
    )


def _window(one: BoardWindow, names: dict[int, str], at: datetime) -> ShownWindow:
    return ShownWindow(
        one,
        _names(one.component_ids, names),
        period(one.starts_at, one.ends_at),
        one.is_running(at),
    )
