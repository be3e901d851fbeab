"""`eduport support token`: tokens of other systems, where there is no page at hand."""

import sys
from datetime import timedelta

import click

from eduport.core.actor import Actor
from eduport.ops.startup import prepare

BY = Actor.system("command line")
WRONG = 2


@click.group()
def token() -> None:
    """Tokens with which other systems use the API."""


@token.command("list")
def list_tokens() -> None:
    """Print all tokens: what they open, from where, until when."""
    prepare()
    from django.utils import timezone

    from eduport.gateway.queries.tokens import all_tokens

    now = timezone.now()
    for one in all_tokens():
        state = "" if one.is_usable(now) else "  (opens nothing any more)"
        click.echo(f"eduport_{one.prefix}  {one.name}{state}")
        click.echo(f"  opens      {', '.join(one.scopes)}")
        click.echo(f"  from       {', '.join(one.networks) or 'everywhere'}")
        click.echo(f"  last used  {one.last_used_on or 'never'}")
        click.echo(f"  until      {one.expires_at:%Y-%m-%d %H:%M} UTC")


@token.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it opens.")
@click.option("--days", default=180, show_default=True, help="How long it is valid.")
@click.option(
    "--network", "networks", multiple=True, help="From where only, as 192.0.2.0/24."
)
def make(
    name: str, scopes: tuple[str, ...], days: int, networks: tuple[str, ...]
) -> None:
    """Make a token for the system NAME, and print it. Nobody can read it again."""
    prepare()
    from django.utils import timezone

    from eduport.core.errors import DomainError
    from eduport.gateway.models import Scope
    from eduport.gateway.services.tokens import TokenDraft, make_token

    if unknown := set(scopes) - set(Scope.values):
        _refuse(f"There is no scope {min(unknown)}. Known: {', '.join(Scope.values)}.")
    now = timezone.now()
    expires_at = now + timedelta(days=max(days, 1))
    draft = TokenDraft(name, [Scope(one) for one in scopes], expires_at, networks)
    try:
        click.echo(make_token(draft, by=BY, at=now).text)
    except DomainError as error:
        _refuse(str(error))


@token.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """Let the token that begins with PREFIX open nothing any more."""
    prepare()
    from django.utils import timezone

    from eduport.gateway.queries.tokens import all_tokens
    from eduport.gateway.services.tokens import revoke_token

    found = all_tokens().filter(prefix=prefix.removeprefix("eduport_")).first()
    if found is None:
        _refuse(f"No token begins with {prefix}.")
    else:
        revoke_token(found, by=BY, at=timezone.now())
        click.echo(f"{found.name}: opens nothing any more.")


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(WRONG)
