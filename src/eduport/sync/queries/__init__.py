"""Reading runs, plans and reports. Nothing here writes."""

from eduport.sync.queries.runs import (
    FeedState,
    feed_states,
    latest_applied,
    runs_visible_to,
    units_to_apply,
)

__all__ = [
    "FeedState",
    "feed_states",
    "latest_applied",
    "runs_visible_to",
    "units_to_apply",
]
