"""How far a news item or an event is."""

from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """From the first word to the trash."""

    DRAFT = "draft"
    PLANNED = "planned"
    ACTIVE = "active"
    EXPIRED = "expired"
    TRASH = "trash"


def state_of(
    *,
    published_at: datetime | None,
    trashed_at: datetime | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    at: datetime,
) -> State:
    """The state at a time. What has no times is active once it is published."""
    if trashed_at:
        return State.TRASH
    if not published_at:
        return State.DRAFT
    if starts_at and at < starts_at:
        return State.PLANNED
    return State.EXPIRED if ends_at and ends_at <= at else State.ACTIVE
