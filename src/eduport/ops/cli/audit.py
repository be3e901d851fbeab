"""Commands on the logs: `eduport audit verify`."""

import sys
from typing import TYPE_CHECKING

import click

from eduport.ops.startup import prepare

if TYPE_CHECKING:
    from eduport.audit.services.sealing import Finding

TAMPERED = 1


@click.group()
def audit() -> None:
    """Check the logs of who did what."""


@audit.command()
@click.option(
    "--expect",
    "ends",
    multiple=True,
    metavar="NUMBER:SEAL",
    help="An end that was printed before and must still be part of the chain.",
)
def verify(ends: tuple[str, ...]) -> None:
    """Recalculate the chain of every log; exit code 1 if somebody tampered with it.

    Prints the end of each chain. Keep it elsewhere: with `--expect` it shows later that
    nobody put an older state of the whole database in place.
    """
    prepare()
    from eduport.audit.services.sealing import is_part, verify_all

    findings = verify_all()
    for finding in findings:
        click.echo(_line(finding))
    missing = [end for end in ends if not is_part(end)]
    for end in missing:
        click.echo(f"{end} is part of no log.", err=True)
    if missing or any(finding.problem for finding in findings):
        sys.exit(TAMPERED)


def _line(finding: "Finding") -> str:
    log = finding.log.removeprefix("audit.")
    if finding.problem:
        return f"{log}: {finding.problem}"
    if not finding.last_place:
        return f"{log}: empty."
    end = f"{finding.last_place}:{finding.last_seal}"
    return f"{log}: {finding.entries} entries, unchanged. End {end}"
