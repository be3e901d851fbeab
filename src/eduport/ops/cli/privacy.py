"""`eduport privacy`: what is stored about people, and what is removed when."""

import click

from eduport.ops.startup import prepare


@click.group()
def privacy() -> None:
    """Show what is stored about people, for how long, and what is due."""


@privacy.command()
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["markdown", "csv"]),
    default="markdown",
    show_default=True,
)
@click.option(
    "--language", type=click.Choice(["de", "en"]), default="de", show_default=True
)
def record(file_format: str, language: str) -> None:
    """Print the record of processing activities (Art. 30 GDPR)."""
    settings = prepare()
    from django.utils import translation

    from eduport.privacy.formats.record import as_csv, as_markdown
    from eduport.privacy.queries.record import general_facts, record_of_processing

    with translation.override(language):
        activities = record_of_processing(settings)
        text = (
            as_csv(activities)
            if file_format == "csv"
            else as_markdown(activities, general_facts(settings))
        )
    click.echo(text, nl=False)


@privacy.command()
def retention() -> None:
    """Print what goes when, by which nightly task, and how much is due now."""
    settings = prepare()
    from django.utils import timezone

    from eduport.privacy.queries.record import lines_of, overdue

    due = {
        found.line.model: found.rows for found in overdue(settings, at=timezone.now())
    }
    for line in lines_of(settings):
        rows = f"{due[line.model]} due" if line.model in due else ""
        task = line.declared.retention.task
        click.echo(
            f"{line.model._meta.label:42} {task or 'nothing':26} {rows}".rstrip()
        )
        click.echo(f"  {line.period}")
