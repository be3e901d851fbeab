"""A process that counts from many threads and stores; started by a test.

Says how many it has counted at each time it stored, a line each; then waits.
"""

import sys
import threading
import time

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.utils import timezone

from eduport.core.actor import VISITOR
from eduport.stats.services.counting import Counter, visit_of

THREADS = 8


def main(count: int, rest: int) -> None:
    """Count from threads while another stores, then some more that is not stored."""
    counter = Counter()
    counter.keep_storing(every_seconds=0.05)
    started = time.perf_counter()
    hammer(counter, count)
    seconds = time.perf_counter() - started
    # What is left in memory now is stored; the thread that stores goes on no more.
    counter.every_seconds = 0
    counter.stop()
    hammer(counter, rest)
    sys.stdout.write(f"stored {count} in {seconds:.3f}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    counter.store()


def hammer(counter: Counter, count: int) -> None:
    pages = [f"page:{place}" for place in range(20)]
    today = timezone.localdate()

    def work() -> None:
        for place in range(count // THREADS):
            page = pages[place % len(pages)]
            counter.add(visit_of(VISITOR, "page", page, day=today))

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
