"""How a component is at a moment, from incidents, maintenance and checks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from eduport.status.rules.standard import OF_THE_PORTAL
from eduport.status.types import (
    Board,
    BoardComponent,
    BoardIncident,
    BoardWindow,
    State,
)

WORST_LAST = list(State)


def worst(states: Iterable[State]) -> State:
    """The worst of these; without any all is well."""
    return max(states, key=WORST_LAST.index, default=State.OPERATIONAL)


def states_of(
    board: Board, at: datetime, *, is_portal_gone: bool = False
) -> dict[int, State]:
    """The state of each component, those that depend on others included.

    If the portal is gone, the board is what it said last.
    """
    needed = {one.id: one.depends_on for one in board.components}
    own = {one.id: _own_state(one, board, at) for one in board.components}
    if is_portal_gone:
        own |= {
            one.id: State.OUTAGE
            for one in board.components
            if one.slug in OF_THE_PORTAL
        }
    return {
        key: worst([own[key], *(_passed_on(own[n]) for n in closure(key, needed))])
        for key in own
    }


def _own_state(component: BoardComponent, board: Board, at: datetime) -> State:
    found = [one.impact for one in open_incidents(board, at, component.id)]
    if any(one.is_running(at) for one in windows_of(board, component.id)):
        found.append(State.MAINTENANCE)
    elif component.suspected_at and component.suspected_at <= at:
        found.append(State.SUSPECTED)
    return worst(found)


def _passed_on(state: State) -> State:
    """What a broken component does to those that need it: they suffer at least."""
    return min(state, State.DEGRADED, key=WORST_LAST.index)


def closure(key: int, edges: Mapping[int, Sequence[int]]) -> set[int]:
    """All that is reached from a component, over whatever lies between."""
    found: set[int] = set()
    waiting = list(edges.get(key, ()))
    while waiting:
        one = waiting.pop()
        if one not in found and one in edges:
            found.add(one)
            waiting.extend(edges[one])
    return found - {key}


def suffering(keys: Iterable[int], components: Sequence[BoardComponent]) -> set[int]:
    """These components and all that need them."""
    wanted = set(keys)
    edges = {one.id: one.depends_on for one in components}
    return {
        one.id
        for one in components
        if one.id in wanted or closure(one.id, edges) & wanted
    }


def open_incidents(
    board: Board, at: datetime, component_id: int | None = None
) -> list[BoardIncident]:
    """What is open at a moment, of one component or of all."""
    return [
        one
        for one in board.incidents
        if one.started_at <= at
        and (one.resolved_at is None or one.resolved_at > at)
        and component_id in (None, *one.component_ids)
    ]


def windows_of(board: Board, component_id: int) -> list[BoardWindow]:
    return [one for one in board.windows if component_id in one.component_ids]
