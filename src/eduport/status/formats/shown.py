"""The board as a page shows it: in order, in words, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from eduport.status.formats.words import incident_state, period
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


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """A component with its state; `because` are those it needs that do not work."""

    component: BoardComponent
    state: StateTag
    because: Sequence[str]


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


def shown_board(board: Board, at: datetime) -> ShownBoard:
    """The page at a moment; the board may be older."""
    states = states_of(board, at)
    names = {one.id: str(one.name) for one in board.components}
    overall = worst(states.values())
    is_open = open_incidents(board, at)
    return ShownBoard(
        overall=StateTag(overall),
        headline=headline(overall),
        components=[_component(one, states, board) for one in board.components],
        incidents=[_incident(one, names) for one in is_open],
        windows=[_window(one, names, at) for one in board.windows if one.ends_at > at],
        past=[_incident(one, names) for one in board.incidents if one not in is_open],
        made_at=board.made_at,
    )


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
    one: BoardComponent, states: dict[int, State], board: Board
) -> ShownComponent:
    edges = {other.id: other.depends_on for other in board.components}
    needed = closure(one.id, edges)
    because = [
        str(other.name)
        for other in board.components
        if other.id in needed and states[other.id] != State.OPERATIONAL
    ]
    return ShownComponent(one, StateTag(states[one.id]), because)


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
