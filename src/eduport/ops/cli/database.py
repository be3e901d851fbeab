"""Commands on the database: `migrate`, and `manage` for Django's own commands."""

import sys

import click

from eduport.ops.startup import prepare


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `eduport manage shell`."""
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *arguments])


@click.command()
def migrate() -> None:
    """Bring the database to this version. Running it twice changes nothing."""
    prepare()
    from eduport.ops.upgrade import load_pages, migrate_database

    applied = migrate_database()
    load_pages()
    click.echo(f"{applied} migrations applied." if applied else "Nothing to do.")
