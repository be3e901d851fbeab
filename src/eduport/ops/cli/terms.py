"""`eduport terms`: new terms of use, to which everybody is asked to agree."""

from datetime import datetime
from pathlib import Path

import click

from eduport.ops.cli.people import RefusedError
from eduport.ops.startup import prepare

TEXT = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def terms() -> None:
    """Terms of use, in versions."""


@terms.command()
@click.argument("version")
@click.argument("german", type=TEXT)
@click.argument("english", type=TEXT)
@click.option(
    "--from",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day on which they hold, such as 2027-08-01. Without it: at once.",
)
def publish(version: str, german: Path, english: Path, day: datetime | None) -> None:
    """Publish a VERSION with its text in the files GERMAN and ENGLISH.

    From the first day on everybody is asked to agree before anything else. An empty
    line ends a paragraph, "## " begins a heading. What was published stays as it is.
    """
    prepare()
    from django.utils import timezone

    from eduport.accounts.services.terms import TermsTexts, publish_terms
    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError

    at = timezone.now()
    try:
        texts = TermsTexts(german.read_text("utf-8"), english.read_text("utf-8"))
        made = publish_terms(
            version,
            texts,
            valid_from=timezone.make_aware(day) if day else at,
            by=Actor.system("command line"),
            at=at,
        )
    except UnicodeDecodeError:
        raise RefusedError("The texts must be written in UTF-8.") from None
    except DomainError as error:
        raise RefusedError(str(error)) from None
    since = timezone.localtime(made.valid_from)
    click.echo(f"Version {made.version} holds from {since:%Y-%m-%d %H:%M} on.")


@terms.command("list")
def list_terms() -> None:
    """Print all versions, the newest first."""
    prepare()
    from django.utils import timezone

    from eduport.accounts.queries.terms import all_terms

    for one in all_terms():
        click.echo(f"{timezone.localtime(one.valid_from):%Y-%m-%d %H:%M}  {one}")
