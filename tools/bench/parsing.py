"""How long it takes to read the files alone: with our reader, and with Python's own."""

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from eduport.sync.formats import open_roster

BEST_OF = 3


def best(read: Callable[[Path], None], folder: Path) -> float:
    """The shortest of some runs: what it takes when nobody disturbs."""
    seconds = []
    for _ in range(BEST_OF):
        start = time.perf_counter()
        read(folder)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def with_our_reader(folder: Path) -> None:
    for _batch in open_roster(folder).batches():
        pass


def with_dict_reader(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for _row in csv.DictReader(file):
                pass


def main() -> None:
    """Print the seconds as JSON."""
    roster = Path(sys.argv[1])
    json.dump(
        {
            "ours": best(with_our_reader, roster),
            "dict_reader": best(with_dict_reader, roster),
        },
        sys.stdout,
    )
