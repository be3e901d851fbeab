"""Reading the state of the services. Nothing here writes."""

from eduport.status.queries.notices import (
    affecting,
    at_schools,
    current_board,
    current_notices,
    forget_notices,
    marks_for,
    period_of,
    public_at,
    reach_of,
    remembered_notices,
    states_at,
)

__all__ = [
    "affecting",
    "at_schools",
    "current_board",
    "current_notices",
    "forget_notices",
    "marks_for",
    "period_of",
    "public_at",
    "reach_of",
    "remembered_notices",
    "states_at",
]
