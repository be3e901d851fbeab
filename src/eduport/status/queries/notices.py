"""What a page needs to know: one small query, whatever is going on."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import pgettext

from eduport.core.actor import Actor
from eduport.core.kept import KeptQuery
from eduport.people.models import School
from eduport.status.formats.boards import read_board
from eduport.status.formats.words import period
from eduport.status.models import Snapshot
from eduport.status.queries.board import make_board
from eduport.status.rules.states import (
    WORST_LAST,
    open_incidents,
    states_of,
    suffering,
)
from eduport.status.types import (
    Board,
    BoardIncident,
    BoardWindow,
    Mark,
    State,
    StateTag,
)


def current_board(at: datetime) -> Board:
    """The board as it was last written: one query. Made anew if there is none."""
    return _written(_BOARD) or make_board(at)


def states_at(at: datetime) -> dict[int, State]:
    """How each component is: one query."""
    return states_of(current_board(at), at)


def current_notices(at: datetime) -> Board:
    """What is open, running or announced, and nothing else: one query."""
    return _written(_NOTICES) or Board(made_at=at)


# The start page is what a whole city opens at a quarter to eight.
_REMEMBERED_FOR = timedelta(seconds=10)
_remembered: list[tuple[datetime, Board]] = []


def remembered_notices(at: datetime) -> Board:
    """The notices as this process read them at most ten seconds ago."""
    for read_at, board in _remembered:
        if timedelta() <= at - read_at < _REMEMBERED_FOR:
            return board
    board = current_notices(at)
    _remembered[:] = [(at, board)]
    return board


def forget_notices() -> None:
    """Let the next visitor be told the latest."""
    _remembered.clear()


_BOARD = KeptQuery(lambda: Snapshot.objects.values(text=F("board")))
_NOTICES = KeptQuery(lambda: Snapshot.objects.values(text=F("notices")))


def _written(kept: KeptQuery[Any]) -> Board | None:
    row = kept.first()
    return read_board(row["text"]) if row else None


def only_notices(board: Board, at: datetime) -> Board:
    """The part of a board that a page needs for its banner and its tiles."""
    return replace(
        board,
        components=tuple(replace(one, days=()) for one in board.components),
        incidents=tuple(
            replace(one, updates=(), school_names=())
            for one in open_incidents(board, at)
        ),
        windows=tuple(one for one in board.windows if one.ends_at > at),
    )


def at_schools(board: Board, codes: Collection[str]) -> Board:
    """The board as it is at these schools: without incidents of others only."""
    if not codes:
        return board
    found = School.objects.filter(code__in=codes).values_list("pk", flat=True)
    mine = set(found)
    return replace(
        board,
        incidents=tuple(
            one
            for one in board.incidents
            if not one.school_ids or mine & set(one.school_ids)
        ),
    )


def affecting(
    board: Board, actor: Actor, component_ids: Collection[int], at: datetime
) -> tuple[list[BoardIncident], list[BoardWindow]]:
    """What concerns somebody who uses these components, and those for everybody."""
    mine = {one.id for one in board.components if one.is_for_everybody}
    mine.update(component_ids)
    incidents = [
        one
        for one in open_incidents(board, at)
        if concerns(one, actor) and mine & _reach(one, board)
    ]
    windows = [
        one
        for one in board.windows
        if one.is_announced(at) and mine & _reach(one, board)
    ]
    return incidents, windows


def public_at(code: str, at: datetime) -> tuple[list[BoardIncident], list[BoardWindow]]:
    """What anybody may know of a school: incidents, the worst first, and maintenance.

    Of all components, as on the status page: nobody has said who looks.
    """
    board = at_schools(current_notices(at), [code])
    incidents = open_incidents(board, at)
    incidents.sort(key=lambda one: WORST_LAST.index(one.impact), reverse=True)
    return incidents, [one for one in board.windows if one.is_announced(at)]


def marks_for(board: Board, actor: Actor, at: datetime) -> dict[int, Mark]:
    """What tiles say about their components; nothing is said of what works."""
    marks: dict[int, Mark] = {}
    for one in board.components:
        if one.suspected_at:
            tag = StateTag(State.SUSPECTED)
            marks[one.id] = Mark(tag, tag.word, "")
    for window in reversed(board.windows):
        if window.is_announced(at):
            marks |= dict.fromkeys(_reach(window, board), _planned(window, at))
    incidents = [one for one in open_incidents(board, at) if concerns(one, actor)]
    for incident in sorted(incidents, key=lambda one: WORST_LAST.index(one.impact)):
        for key in _reach(incident, board):
            is_own = key in incident.component_ids
            tag = StateTag(incident.impact if is_own else State.DEGRADED)
            marks[key] = Mark(tag, tag.word, str(incident.title))
    return marks


def _planned(window: BoardWindow, at: datetime) -> Mark:
    tag = StateTag(State.MAINTENANCE)
    if window.is_running(at):
        return Mark(tag, tag.word, str(window.text or window.title))
    return Mark(
        tag,
        pgettext("tile", "maintenance soon"),
        period(window.starts_at, window.ends_at),
    )


def _reach(one: BoardIncident | BoardWindow, board: Board) -> set[int]:
    return suffering(one.component_ids, board.components)


def concerns(incident: BoardIncident, actor: Actor) -> bool:
    """Whether an incident is one of the actor's schools and roles."""
    at_school = not incident.school_ids or actor.school_ids & set(incident.school_ids)
    in_role = not incident.roles or actor.roles & set(incident.roles)
    return bool(at_school and in_role)


def period_of(window: BoardWindow) -> str:
    """When maintenance is, in words."""
    return period(window.starts_at, window.ends_at)


def reach_of(one: BoardIncident | BoardWindow, board: Board) -> set[int]:
    """The components that it concerns, with all that need them."""
    return _reach(one, board)
