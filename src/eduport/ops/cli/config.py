"""`eduport config`: check, show and document the settings."""

from pathlib import Path

import click

from eduport.config.schema import config_path
from eduport.ops.configuration import masked, problems_of
from eduport.ops.reference import settings_page
from eduport.ops.startup import read_settings


@click.group()
def config() -> None:
    """Check, show and document the settings."""


@config.command()
def check() -> None:
    """Say what is wrong with the settings, in sentences. Exit 1 if anything is."""
    problems = problems_of(read_settings())
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("The settings are right.")


@config.command()
def show() -> None:
    """Print the settings as they are read. Secrets are stars."""
    click.echo(f"# {config_path()}, then the environment")
    for name, value in masked(read_settings()).items():
        click.echo(f"{name} = {value}")


@config.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=Path("docs/operators/settings.md"),
    show_default=True,
    help="Where to write; - prints.",
)
def document(output: Path) -> None:
    """Write the page that lists all settings."""
    if str(output) == "-":
        click.echo(settings_page(), nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(settings_page())
    click.echo(f"{output} is written.")
