"""`eduport app`: connect services, and release them to schools and roles."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.ops.cli.people import RefusedError
from eduport.ops.startup import prepare
from eduport.sso.rules.claims import CLAIM_SCOPES, SCHULCONNEX_CODES, SCOPES
from eduport.sso.types import AppRegistration

if TYPE_CHECKING:
    from eduport.people.models import School
    from eduport.sso.models import App, Release
    from eduport.sso.services.registration import RegisteredApp

BY = Actor.system("command line")
LIMITED = (
    "slug",
    "name_de",
    "name_en",
    "launch_url",
    "back_channel_logout_uri",
    "sector",
)
"""Fields whose length the table limits, and nobody else checks."""

slug_argument = click.argument("slug")
schools_option = click.option(
    "--school", "codes", multiple=True, help="A school's code; all if not given."
)
roles_option = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(list(SCHULCONNEX_CODES)),
    help="What people are at the school; all roles if not given.",
)


@click.group()
def app() -> None:
    """Connect services that people sign in to from here (OpenID Connect)."""


@app.command("list")
def list_apps() -> None:
    """Print the catalogue: every service, what it learns, and who may use it."""
    prepare()
    from eduport.sso.models import App

    apps = list(App.objects.order_by("slug"))
    if not apps:
        click.echo("No service yet. Connect one with: eduport app register")
    for found in apps:
        state = "" if found.is_active else " (out of service)"
        click.echo(f"{found.slug}{state}  {found.name_de}  {found.launch_url}")
        click.echo(f"  client id    {found.client_id}")
        click.echo(f"  learns       {', '.join(['sub', *found.claims])}")
        click.echo(f"  released to  {_released(found)}")


@app.command()
@slug_argument
@click.option("--name", "name_de", required=True, help="The name on the German tile.")
@click.option("--name-en", default="", help="In English; the same if not given.")
@click.option("--launch-url", required=True, help="Where the tile leads.")
@click.option(
    "--redirect-uri",
    "redirect_uris",
    required=True,
    multiple=True,
    help="Where people come back to, letter by letter.",
)
@click.option(
    "--post-logout-uri",
    "post_logout_redirect_uris",
    multiple=True,
    help="Where people may be sent after signing out.",
)
@click.option(
    "--backchannel-uri",
    "back_channel_logout_uri",
    default="",
    help="Where to tell the service that somebody has signed out.",
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=["openid"],
    help=f"What it may ask for: {', '.join(SCOPES)}.",
)
@click.option(
    "--claim",
    "claims",
    multiple=True,
    help="What it learns; all that its scopes hold if not given.",
)
@click.option(
    "--sector", default="", help="Services of one sector know people alike; the host."
)
def register(slug: str, **fields: Any) -> None:
    """Put a service into the catalogue as SLUG; print its client id and secret.

    Nobody can read the secret again. The service is released to nobody yet.
    """
    prepare()
    from django.utils import timezone

    from eduport.sso.services.registration import register_app

    fields["name_en"] = fields["name_en"] or fields["name_de"]
    fields["claims"] = fields["claims"] or _claims_of(fields["scopes"])
    registration = AppRegistration(slug=slug, **fields)
    _check(registration)
    with _refusals():
        registered = register_app(registration, by=BY, at=timezone.now())
    _print_secret(registered)
    click.echo(f"Nobody may use it yet: eduport app release {slug}", err=True)


@app.command("renew-secret")
@slug_argument
def renew_secret(slug: str) -> None:
    """Print a new secret for the service SLUG. The old one ends at once."""
    prepare()
    from django.utils import timezone

    from eduport.sso.services.registration import renew_secret as renew

    _print_secret(renew(_app(slug), by=BY, at=timezone.now()))


@app.command()
@slug_argument
@schools_option
@roles_option
def release(slug: str, codes: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """Let people use the service SLUG: those roles at those schools, or everybody."""
    prepare()
    from eduport.sso.services.registration import release_app

    _change(release_app, slug, codes, roles)


@app.command()
@slug_argument
@schools_option
@roles_option
def withdraw(slug: str, codes: tuple[str, ...], roles: tuple[str, ...]) -> None:
    """Take back what `release` did with the same words; other releases stay."""
    prepare()
    from eduport.sso.services.registration import withdraw_app

    _change(withdraw_app, slug, codes, roles)


def _change(
    change: Callable[..., object],
    slug: str,
    codes: tuple[str, ...],
    roles: tuple[str, ...],
) -> None:
    from django.db import transaction
    from django.utils import timezone

    found, at = _app(slug), timezone.now()
    schools: list[School | None] = [_school(code) for code in codes]
    with transaction.atomic():
        for school, role in itertools.product(schools or [None], roles or [""]):
            change(found, school=school, role=role, by=BY, at=at)
    click.echo(f"{found.slug} is released to: {_released(found)}")


def _print_secret(registered: "RegisteredApp") -> None:
    click.echo(f"Client id      {registered.client_id}")
    click.echo(f"Client secret  {registered.client_secret}")


def _released(found: "App") -> str:
    from eduport.sso.models import Release

    releases = Release.objects.filter(app=found).select_related("school")
    rows = releases.order_by("school__code", "role")
    return ", ".join(_audience(row) for row in rows) or "nobody"


def _audience(row: "Release") -> str:
    if not row.role and not row.school:
        return "everybody"
    place = row.school.code if row.school else "every school"
    return f"{row.role or 'everybody'} at {place}"


def _claims_of(scopes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name, scope in CLAIM_SCOPES.items() if scope in scopes)


def _check(registration: AppRegistration) -> None:
    """Refuse what the service leaves to the table, and what would have no effect."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_slug

    try:
        validate_slug(registration.slug)
    except ValidationError:
        raise RefusedError(
            f"“{registration.slug}” is no short name: use letters, digits, hyphens and "
            "underscores, such as moodle."
        ) from None
    _check_lengths(registration)
    for claim in registration.claims:
        scope = CLAIM_SCOPES.get(claim)
        if scope and scope not in registration.scopes:
            raise RefusedError(f"“{claim}” needs the scope {scope}: --scope {scope}")


def _check_lengths(registration: AppRegistration) -> None:
    from eduport.sso.models import App

    if not registration.name_de.strip():
        raise RefusedError("The service needs a name.")
    for name in LIMITED:
        longest = getattr(App, name).field.max_length
        value = getattr(registration, name)
        if len(value) > longest:
            raise RefusedError(f"“{value}” is longer than {longest} letters.")


def _app(slug: str) -> "App":
    from eduport.sso.models import App

    found = App.objects.filter(slug=slug).first()
    if not found:
        raise RefusedError(
            f"There is no service “{slug}”. `eduport app list` names them all."
        )
    return found


def _school(code: str) -> "School":
    from eduport.people.models import School

    school = School.objects.filter(code=code.strip().lower()).first()
    if not school:
        raise RefusedError(f"There is no school with the code “{code}”.")
    return school


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise RefusedError(str(error)) from error
