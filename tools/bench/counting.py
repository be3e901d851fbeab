"""What counting a visit costs a request, and how many visits a process counts."""

import json
import sys
import threading
import time

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from eduport.core.actor import VISITOR
from eduport.stats.middleware import CountingMiddleware
from eduport.stats.services.counting import Counter, visit_of

ROUNDS, PAGES, THREADS = 20_000, 200, 8
BURST_SECONDS = 3


def main() -> None:
    """Print milliseconds a request with and without, a page's, and visits a second."""
    settings.ALLOWED_HOSTS = ["*"]
    figures = {"page": _page(), "with": _through(), "per_second": _burst()}
    json.dump(figures, sys.stdout)


def _page() -> float:
    client = Client()
    client.get("/help/")
    start = time.perf_counter()
    for _ in range(PAGES):
        client.get("/help/")
    return (time.perf_counter() - start) / PAGES * 1000


def _through() -> float:
    """All that the middleware does, with an answer that is there already."""
    request, answer = RequestFactory().get("/help/"), HttpResponse("")
    request.resolver_match = resolve("/help/")
    counted = CountingMiddleware(lambda _request: answer)
    start = time.perf_counter()
    for _ in range(ROUNDS):
        counted(request)
    return (time.perf_counter() - start) / ROUNDS * 1000


def _burst() -> float:
    """From many threads at once, while another one stores all the time."""
    counter, counts, today = Counter(), [0] * THREADS, timezone.localdate()
    counter.keep_storing(every_seconds=0.05)
    end = time.perf_counter() + BURST_SECONDS

    def work(place: int) -> None:
        while time.perf_counter() < end:
            page = f"page:{counts[place] % 50}"
            counter.add(visit_of(VISITOR, "page", page, day=today))
            counts[place] += 1

    threads = [threading.Thread(target=work, args=[n]) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counter.stop()
    return sum(counts) / BURST_SECONDS
