"""`python -m tools.bench [figures] [--quick] [--json FILE]`: measure and compare."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.bench.announcement import announcement_figures
from tools.bench.cities import LARGE, SMALL
from tools.bench.erasure import ErasureBench
from tools.bench.figures import Figure, table
from tools.bench.letters import LettersBench
from tools.bench.machine import TOO_MUCH, Meter, machine
from tools.bench.news import news_figures
from tools.bench.people import people_figures
from tools.bench.search import search_figures
from tools.bench.seats import seats_figures
from tools.bench.stage import Stage, make_stage
from tools.bench.switch import switch_figures
from tools.bench.sync import IMPORTED, SyncBench, import_city
from tools.bench.visits import visits_figures
from tools.bench.walls import walls_figures
from tools.bench.web import WebBench

WEB = ("login", "oidc", "dashboard")
PARTS = (
    "sync",
    *WEB,
    "people",
    "letters",
    "erasure",
    "switch",
    "announcement",
    "search",
    "visits",
    "news",
    "seats",
)
TRIALS = ("walls",)
"""Measured only when asked for: what was tried and is not done."""


def main() -> None:
    """Measure what the arguments ask for; ends with status 1 if a limit is missed."""
    arguments = _parser().parse_args()
    described = machine()
    made = make_stage()
    meter = Meter([made.server_pid])
    figures = list(_figures(arguments, made))
    foreign = meter.foreign_cores()
    print(f"\n{table(figures)}\n")
    print(_about(described, foreign))
    if arguments.json:
        result = {
            "machine": described,
            "foreign_cores": round(foreign, 2),
            "figures": [figure.as_json() for figure in figures],
        }
        arguments.json.write_text(json.dumps(result, indent=2, ensure_ascii=False))
    sys.exit(not all(figure.is_ok for figure in figures))


def _figures(arguments: argparse.Namespace, made: Stage) -> Iterator[Figure]:
    city = SMALL if arguments.quick else LARGE
    if "sync" in arguments.parts:
        bench = SyncBench(made, city, arguments.repeat, profile=arguments.profile)
        yield from bench.figures()
    elif arguments.parts:
        import_city(made, city)
    repeat = arguments.repeat
    if web := [part for part in WEB if part in arguments.parts]:
        yield from WebBench(made, IMPORTED, repeat).figures(web)
    others: dict[str, Callable[[], Iterator[Figure]]] = {
        "switch": lambda: switch_figures(made, IMPORTED),
        "announcement": lambda: announcement_figures(made, IMPORTED),
        "search": lambda: search_figures(made, IMPORTED),
        "news": lambda: news_figures(made, IMPORTED),
        "people": lambda: people_figures(made, IMPORTED),
        "visits": lambda: visits_figures(made, IMPORTED, repeat),
        "seats": lambda: seats_figures(made, IMPORTED),
        "walls": lambda: walls_figures(made, IMPORTED, repeat),
        "letters": LettersBench(made, IMPORTED, repeat).figures,
        # A night's share: a tenth of a city.
        "erasure": ErasureBench(made, city.people // 10, repeat).figures,
    }
    for part, figures in others.items():
        if part in arguments.parts:
            yield from figures()


def _about(described: dict[str, object], foreign: float) -> str:
    line = (
        f"{described['cores']} cores ({described['processor']}), "
        f"{described['memory_gb']} GB; others used {foreign:.2f} cores meanwhile."
    )
    if foreign > TOO_MUCH:
        line += "\nWARNING: the machine was busy with other work. Do not quote these."
    return line


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=main.__doc__)
    names = "|".join((*PARTS, *TRIALS))
    # Not `choices`: argparse refuses the empty list then.
    parser.add_argument("parts", nargs="*", default=PARTS, metavar=names)
    parser.add_argument("--quick", action="store_true", help="a city of 10,000 people")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each figure")
    parser.add_argument("--profile", action="store_true", help="time of statements")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    return parser


if __name__ == "__main__":
    main()
