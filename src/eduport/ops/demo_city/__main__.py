"""`python -m eduport.ops.demo_city`: write a demo city without any configuration."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eduport.ops.demo_city import CityPlan, write_city, write_dirty


def main(arguments: Sequence[str] | None = None) -> None:
    """Write what the arguments ask for and print the counts."""
    parsed = _parser().parse_args(arguments)
    plan = CityPlan(parsed.schools, parsed.people, parsed.seed, parsed.variant)
    if parsed.dirty:
        report = "\n".join(write_dirty(plan, parsed.out))
    else:
        summary = asdict(write_city(plan, parsed.out))
        report = "\n".join(f"{name}: {value}" for name, value in summary.items())
    sys.stdout.write(f"{report}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demo-city", description=main.__doc__)
    parser.add_argument("--schools", type=int, default=3)
    parser.add_argument("--people", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    variant = parser.add_mutually_exclusive_group()
    for name in ("next-day", "next-year"):
        variant.add_argument(
            f"--{name}", dest="variant", action="store_const", const=name
        )
    variant.add_argument("--dirty", action="store_true")
    parser.set_defaults(variant="today")
    return parser


if __name__ == "__main__":
    main()
