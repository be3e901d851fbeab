"""`eduport demo-city`: write an invented city as roster files."""

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from eduport.ops.demo_city import CityPlan, Variant, write_city, write_dirty


@click.command()
@click.option("--schools", default=3, show_default=True, help="How many schools.")
@click.option("--people", default=1500, show_default=True, help="How many people.")
@click.option("--seed", default=1, show_default=True, help="Another number: others.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write to.",
)
@click.option(
    "--variant",
    type=click.Choice(get_args(Variant)),
    default="today",
    help="The same city a day or a year later.",
)
@click.option("--dirty", is_flag=True, help="Write broken exports, one folder each.")
def demo_city(
    *, schools: int, people: int, seed: int, out: Path, variant: Variant, dirty: bool
) -> None:
    """Write an invented city as OneRoster 1.2 files."""
    try:
        plan = CityPlan(schools, people, seed, variant)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if dirty:
        click.echo("\n".join(write_dirty(plan, out)))
        return
    for name, value in asdict(write_city(plan, out)).items():
        click.echo(f"{name}: {value}")
