"""The command `eduport`: everything an operator does."""

import os
import sys

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduport.config.settings")


def prepare() -> None:
    """Start the embedded PostgreSQL if no server is configured, then Django."""
    from pydantic import ValidationError  # noqa: PLC0415 -- slow import

    from eduport.config.database import (  # noqa: PLC0415 -- slow import
        EmbeddedPostgresError,
        start_embedded,
    )
    from eduport.config.schema import Settings  # noqa: PLC0415 -- slow import

    try:
        settings = Settings()
        if not settings.database_url and "DATABASE_URL" not in os.environ:
            url = start_embedded(settings.data_dir / "postgres")
            os.environ["DATABASE_URL"] = url
    except (ValidationError, EmbeddedPostgresError) as error:
        raise click.ClickException(str(error)) from error
    import django  # noqa: PLC0415 -- slow import

    django.setup()


@click.group()
@click.version_option(package_name="eduport")
def main() -> None:
    """eduPort, the school portal."""


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `eduport manage shell`."""
    prepare()
    from django.core.management import (  # noqa: PLC0415 -- after prepare()
        execute_from_command_line,
    )

    execute_from_command_line([sys.argv[0], *arguments])


@main.command()
def migrate() -> None:
    """Bring the database to this version. Running it twice changes nothing."""
    prepare()
    from django.core.management import call_command  # noqa: PLC0415 -- after prepare()

    call_command("migrate", interactive=False)
    call_command("createcachetable")
