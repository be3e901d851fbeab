"""The figures over HTTP: signing in, single sign-on, the dashboard under load."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from queue import Queue
from statistics import median, quantiles
from threading import Lock
from typing import Any

from tools.bench.browser import Browser
from tools.bench.figures import Figure
from tools.bench.server import Server, running_server
from tools.bench.stage import Stage

CLIENTS = 16
"""Twice as many as the server has threads: no process of it is without work."""
SECONDS = 8
RATE = 50
CONNECTIONS = 32
MINIMUM_RATE = 100


class WebBench:
    """Measures one running server; people and service are in `prepared`."""

    def __init__(self, stage: Stage, database: str, repeat: int) -> None:
        self.stage = stage
        self.database = database
        self.repeat = repeat
        self.prepared = stage.measure(database, "preparing")
        self.logins = cycle(self.prepared["logins"])
        self.lock = Lock()

    def figures(self, parts: list[str]) -> Iterator[Figure]:
        """The figures of the parts that were asked for."""
        with running_server(self.stage, self.database) as server:
            if "login" in parts:
                yield self._signing_in(server)
            if "oidc" in parts:
                yield self._services(server)
            if "dashboard" in parts:
                yield self._dashboard(server)
        client = [self.prepared[name] for name in ("client_id", "client_secret")]
        counts = self.stage.measure(
            self.database, "queries", next(self.logins), *client
        )
        if "oidc" in parts:
            name = "queries of a sign-in at a service"
            yield Figure(name, counts["sign_in_at_service"], 10)
        if "dashboard" in parts:
            yield Figure("queries of the dashboard", counts["dashboard"], 7)

    def _signing_in(self, server: Server) -> Figure:
        """Argon2id alone and sign-ins in turns, so that a busier minute hits both."""
        hashes, logins, loads = [], [], []
        drive(server, CLIENTS, 2, self._sign_in)
        for _ in range(self.repeat):
            alone = self.stage.measure(self.database, "hashing", str(SECONDS))
            hashes.append(alone["per_second"])
            rate, load = drive(server, CLIENTS, SECONDS, self._sign_in)
            logins.append(rate)
            loads.append(load)
        ratio = median(b / a for a, b in zip(hashes, logins, strict=True))
        note = (
            f"{median(logins):.1f}/s : {median(hashes):.1f}/s; the load generator "
            f"used {median(loads):.0%} of a core"
        )
        name = "sign-ins : Argon2id alone"
        return Figure(name, ratio, 0.7, at_least=True, note=note)

    def _services(self, server: Server) -> Figure:
        client = self.prepared["client_id"], self.prepared["client_secret"]
        rates, loads = [], []
        for _ in range(self.repeat):
            rate, load = drive(
                server,
                CLIENTS,
                SECONDS,
                lambda browser: browser.sign_in_at_service(*client),
                begin=self._sign_in,
            )
            rates.append(rate)
            loads.append(load)
        note = f"the load generator used {median(loads):.0%} of a core"
        name = "sign-ins at a service, with a session"
        return Figure(name, median(rates), MINIMUM_RATE, "/s", at_least=True, note=note)

    def _dashboard(self, server: Server) -> Figure:
        runs = [self._open_loop(server) for _ in range(self.repeat)]
        slowest = median(quantiles(times, n=20)[-1] for times in runs)
        middle = median(median(times) for times in runs)
        note = f"{RATE} requests a second, whoever waits; median {middle:.0f} ms"
        return Figure("dashboard, 95th percentile", slowest, 50, "ms", note=note)

    def _open_loop(self, server: Server) -> list[float]:
        """Milliseconds from when a request was due to when its answer was there."""
        times: list[float] = []
        sessions = cycle(self._sessions(server))
        with ExitStack() as stack:
            # Connected when first needed: gunicorn keeps a thread for who says nothing.
            free: Queue[Browser | None] = Queue()
            for _ in range(CONNECTIONS):
                free.put(None)
            pool = stack.enter_context(ThreadPoolExecutor(CONNECTIONS))

            def look(cookies: dict[bytes, bytes], due: float) -> None:
                browser = free.get() or stack.enter_context(Browser(server.port))
                browser.cookies = cookies
                browser.get("/portal/").expect(200)
                times.append((time.perf_counter() - due) * 1000)
                free.put(browser)

            start = time.perf_counter() + 0.1
            waiting = []
            for place in range(RATE * SECONDS):
                due = start + place / RATE
                time.sleep(max(0.0, due - time.perf_counter()))
                waiting.append(pool.submit(look, next(sessions), due))
            for request in waiting:
                request.result()
        return times

    def _sessions(self, server: Server) -> list[dict[bytes, bytes]]:
        """The cookies of people who have signed in."""
        found = []
        with Browser(server.port) as browser:
            for _ in range(RATE):
                self._sign_in(browser)
                found.append(dict(browser.cookies))
        return found

    def _sign_in(self, browser: Browser) -> None:
        with self.lock:
            login = next(self.logins)
        browser.sign_in(login)


def drive(
    server: Server,
    clients: int,
    seconds: float,
    step: Callable[[Browser], Any],
    *,
    begin: Callable[[Browser], Any] | None = None,
) -> tuple[float, float]:
    """Let some clients do a step again and again; steps a second, and our own load."""

    def work(browser: Browser) -> int:
        count = 0
        while time.perf_counter() < end:
            step(browser)
            count += 1
        return count

    with ExitStack() as stack:
        browsers = [stack.enter_context(Browser(server.port)) for _ in range(clients)]
        for browser in browsers if begin else ():
            begin(browser)  # type: ignore[misc]  # not None here
        pool = stack.enter_context(ThreadPoolExecutor(clients))
        start, used = time.perf_counter(), time.process_time()
        end = start + seconds
        done = sum(pool.map(work, browsers))
        elapsed = time.perf_counter() - start
        return done / elapsed, (time.process_time() - used) / elapsed
