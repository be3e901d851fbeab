"""One final erasure in a process of its own, with its time and memory."""

import json
import resource
import sys
import time
from datetime import UTC, datetime

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from eduport.core.actor import Actor
from eduport.privacy.queries.erasure import Cutoffs
from eduport.privacy.services.erasure import erase_due


def main() -> None:
    """Erase everybody who is due; print what it took as JSON."""
    at = datetime.now(UTC)
    start = time.monotonic()
    runs = erase_due(
        Cutoffs.of(at, days=60, unused_days=60),
        limit=int(sys.argv[1]),
        by=Actor.system("bench"),
        at=at,
    )
    seconds = time.monotonic() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "seconds": seconds,
        "memory_mb": memory,
        "people": sum(run.people for run in runs),
        "rows": sum(sum(run.counts.values()) for run in runs),
    }
    print(json.dumps(result))
