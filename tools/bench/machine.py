"""How busy the machine is, and how much of that is not ours."""

import os
import time
from collections.abc import Iterable

import psutil

TOO_MUCH = 0.3
"""Cores of foreign load from which figures are not worth quoting."""


def cpu_of(process: psutil.Process) -> float:
    """CPU seconds of a process, without its children."""
    times = process.cpu_times()
    return float(times.user + times.system)


def cpu_of_tree(process: psutil.Process) -> float:
    """CPU seconds of a process and all below it, the ended ones too."""
    used = 0.0
    for member in [process, *process.children(recursive=True)]:
        try:
            times = member.cpu_times()
        except psutil.NoSuchProcess:
            continue
        used += sum(times[:4])
    return used


class Meter:
    """Measures from its making on how many cores others used meanwhile."""

    def __init__(self, servers: Iterable[int] = ()) -> None:
        self._trees = [psutil.Process(), *map(psutil.Process, servers)]
        self._start = self._now()

    def foreign_cores(self) -> float:
        """Cores that neither this process nor its children nor the servers used."""
        elapsed, busy, ours = (
            now - then for now, then in zip(self._now(), self._start, strict=True)
        )
        return max(0.0, (busy - ours) / elapsed)

    def _now(self) -> tuple[float, float, float]:
        times = psutil.cpu_times()
        busy = sum(times) - times.idle - times.iowait - times.guest - times.guest_nice
        return time.monotonic(), busy, sum(map(cpu_of_tree, self._trees))


def machine() -> dict[str, object]:
    """What ran the figures, for whoever compares them with others."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "load_before": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    with open("/proc/cpuinfo") as lines:  # noqa: PTH123 -- no file, a view of the kernel
        for line in lines:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return "unknown"
