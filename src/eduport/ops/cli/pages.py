"""`eduport pages`: the texts of the information site that come with the software."""

import click

from eduport.ops.cli.people import RefusedError
from eduport.ops.startup import prepare

WORDS = {
    "added": "%d pages added.",
    "updated": "%d pages brought to their new text.",
    "offered": "%d new texts offered to editors, who changed these pages.",
    "ended": "%d pages do not come with the software any more; they stay.",
}


@click.group()
def pages() -> None:
    """The information site."""


@pages.command()
def load() -> None:
    """Bring the texts of this version into the information site.

    Every upgrade does so by itself. What an editor changed stays as it is; there the
    new text is offered in the editor. Running it twice changes nothing.
    """
    prepare()
    from eduport.core.errors import DomainError
    from eduport.ops.upgrade import load_pages

    try:
        done = load_pages()
    except DomainError as error:
        raise RefusedError(str(error)) from None
    said = [WORDS[what] % count for what, count in done.items() if what in WORDS]
    click.echo("\n".join(said) or "Nothing to do.")
