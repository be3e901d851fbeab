"""What the demo prints: its progress, and the table of logins."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

HEADINGS = {"who": "Who", "username": "Login", "password": "Password"}


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is being done, and afterwards how long it took."""
    click.echo(f"{text} … ", nl=False)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        click.echo("")
        raise
    click.echo(f"{time.monotonic() - start:.1f} s")


def table(logins: Sequence[dict[str, str]], url: str) -> str:
    """All logins with the portal's address."""
    rows = [HEADINGS, *map(_row, logins)]
    widths = [max(len(row[key]) for row in rows) for key in HEADINGS]
    lines = [
        "  ".join(
            row[key].ljust(width) for key, width in zip(HEADINGS, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    rule = "─" * max(map(len, lines))
    return "\n".join(["", f"eduPort runs on {url}", "", lines[0], rule, *lines[1:], ""])


def _row(login: dict[str, str]) -> dict[str, str]:
    code = login.get("code")
    return login | {"password": f"activation code {code}"} if code else login
