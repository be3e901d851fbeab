"""What is known already about what somebody wants to report."""

from dataclasses import dataclass
from datetime import datetime

from eduport.status.queries import current_notices, period_of, reach_of
from eduport.status.types import Board, BoardIncident, BoardWindow


@dataclass(frozen=True, slots=True)
class KnownWindow:
    """Maintenance that is going on or comes soon, with its time in words."""

    window: BoardWindow
    period: str


@dataclass(frozen=True, slots=True)
class Known:
    """Open incidents and maintenance that may be the same."""

    incidents: list[BoardIncident]
    windows: list[KnownWindow]

    def __bool__(self) -> bool:
        return bool(self.incidents or self.windows)


def known_now(component_id: int | None, words: str, *, at: datetime) -> Known:
    """What is going on with a component, or in whose title one of the words stands.

    With neither, all of it: one query.
    """
    board = current_notices(at)
    asked = {word for word in words.lower().split() if len(word) > 3}  # noqa: PLR2004 -- “the”, “und”

    def fits(one: BoardIncident | BoardWindow) -> bool:
        if component_id is None and not asked:
            return True
        titles = f"{one.title.de} {one.title.en}".lower()
        reach = reach_of(one, board)
        return component_id in reach or any(word in titles for word in asked)

    return Known(
        incidents=[one for one in _open(board) if fits(one)],
        windows=[
            KnownWindow(one, period_of(one))
            for one in board.windows
            if one.is_announced(at) and fits(one)
        ],
    )


def _open(board: Board) -> list[BoardIncident]:
    return [one for one in board.incidents if one.is_open]
