"""The board as JSON and back: in the snapshot, and beside the exported pages."""

import json
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from eduport.status.rules.states import states_of, worst
from eduport.status.types import Bilingual, Board, BoardIncident, BoardWindow

_BOARD: TypeAdapter[Board] = TypeAdapter(Board)


def write_board(board: Board) -> str:
    return _BOARD.dump_json(board).decode()


def read_board(text: str | bytes) -> Board | None:
    """The board, or None if another version of eduPort wrote it."""
    try:
        return _BOARD.validate_json(text)
    except ValidationError:
        return None


def write_public_board(
    board: Board, at: datetime, unreachable_since: datetime | None = None
) -> str:
    """The state for machines: what the page says, in names that stay."""
    states = states_of(board, at, is_portal_gone=unreachable_since is not None)
    slugs = {one.id: one.slug for one in board.components}
    return json.dumps(
        {
            "made_at": board.made_at.isoformat(),
            "unreachable_since": unreachable_since and unreachable_since.isoformat(),
            "state": worst(states.values()),
            "components": [
                {
                    "slug": one.slug,
                    "name": {"de": one.name.de, "en": one.name.en},
                    "state": states[one.id],
                    "depends_on": [slugs[n] for n in one.depends_on if n in slugs],
                }
                for one in board.components
            ],
            "incidents": [_incident(one, slugs) for one in board.incidents],
            "windows": [_window(one, slugs) for one in board.windows],
        },
        ensure_ascii=False,
        indent=1,
    )


def _incident(one: BoardIncident, slugs: dict[int, str]) -> dict[str, object]:
    return {
        "uid": one.uid,
        "title": _both(one.title),
        "impact": one.impact,
        "state": one.state,
        "started_at": one.started_at.isoformat(),
        "resolved_at": one.resolved_at and one.resolved_at.isoformat(),
        "components": [slugs[key] for key in one.component_ids if key in slugs],
        "schools": list(one.school_names),
        "updates": [
            {"state": u.state, "text": _both(u.text), "at": u.at.isoformat()}
            for u in one.updates
        ],
    }


def _window(one: BoardWindow, slugs: dict[int, str]) -> dict[str, object]:
    return {
        "key": one.key,
        "title": _both(one.title),
        "text": _both(one.text),
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "is_cancelled": one.cancelled_at is not None,
        "components": [slugs[key] for key in one.component_ids if key in slugs],
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"de": text.de, "en": text.en}
