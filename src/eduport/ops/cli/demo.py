"""`eduport demo`: the portal with a small city, to look at."""

import click


@click.command()
def demo() -> None:
    """Run the portal with a demo city."""
    raise click.ClickException("not yet")
