"""Reading the state of the services. Nothing here writes."""

from eduport.status.queries.notices import (
    affecting,
    current_board,
    current_notices,
    forget_notices,
    marks_for,
    period_of,
    remembered_notices,
)

__all__ = [
    "affecting",
    "current_board",
    "current_notices",
    "forget_notices",
    "marks_for",
    "period_of",
    "remembered_notices",
]
