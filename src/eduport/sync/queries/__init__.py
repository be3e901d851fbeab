"""Reading runs, plans and reports. Nothing here writes."""

from eduport.sync.queries.runs import (
    FeedState,
    feed_states,
    has_work_waiting,
    latest_applied,
    runs_visible_to,
    undecided_numbers,
    units_to_apply,
)

__all__ = [
    "FeedState",
    "feed_states",
    "has_work_waiting",
    "latest_applied",
    "runs_visible_to",
    "undecided_numbers",
    "units_to_apply",
]
