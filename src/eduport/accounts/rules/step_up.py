"""Whether somebody has confirmed lately who they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

SECOND_FACTOR = "mfa"


def is_confirmed(
    records: Iterable[Mapping[str, Any]],
    *,
    by_second_factor: bool,
    at: datetime,
    within: timedelta,
) -> bool:
    """Whether one of the session's records of authentication is new enough.

    A record says `method` and `at`, in seconds. Where a second factor is asked for, a
    password proves nothing.
    """
    oldest = (at - within).timestamp()
    return any(
        record["at"] >= oldest
        and (not by_second_factor or record.get("method") == SECOND_FACTOR)
        for record in records
    )
