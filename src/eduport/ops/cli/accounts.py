"""Commands about accounts for the start, or the last resort; pages do the rest."""

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from eduport.ops.startup import prepare

if TYPE_CHECKING:
    from eduport.accounts.models import Account
    from eduport.people.models import School

WRONG = 2
ROLES = ("central_team", "service_desk", "school_admin", "it_contact", "principal")


@click.command()
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--school", "school_code", help="The school's code, for roles at one.")
def appoint(login: str, role: str, school_code: str | None) -> None:
    """Appoint the person with this everyday LOGIN, and make the Admin-Account.

    Prints the Admin-Account's login with a code for its first sign-in, as long as it
    has not been used. Appointing twice changes nothing but the code.
    """
    prepare()
    from django.utils import timezone

    from eduport.accounts.services.provisioning import create_admin_account
    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError
    from eduport.people.models import AdminRole
    from eduport.people.queries import ADMIN_ACCOUNT_ROLES
    from eduport.people.services.appointments import appoint as appoint_person

    by, at = Actor.system("command line"), timezone.now()
    person = _account(login).person
    if not person:
        _refuse(f"“{login}” belongs to no person.")
    try:
        school = _school(school_code) if school_code else None
        appoint_person(person, AdminRole(role), school=school, by=by, at=at)
        click.echo(f"{person} is appointed: {AdminRole(role).label}.")
        if role in ADMIN_ACCOUNT_ROLES:
            _print_code(create_admin_account(person, by=by, at=at))
    except DomainError as error:
        _refuse(str(error))


@click.command()
@click.argument("login")
@click.option(
    "--forgotten",
    is_flag=True,
    help="Also if the account is in use: its owner has forgotten the password.",
)
def code(login: str, *, forgotten: bool) -> None:
    """Print a new activation code for the account with this LOGIN.

    With --forgotten also for one in use, when nobody can do it on a page. Its password
    works until the code is used; the second factor stays.
    """
    prepare()
    _print_code(_account(login), even_in_use=forgotten)


@click.group("second-factor")
def second_factor() -> None:
    """Second factors that are lost, when nobody else can help."""


@second_factor.command("remove")
@click.argument("login")
def remove_second_factor(login: str) -> None:
    """Remove all second factors of the account with this LOGIN, and end its sessions.

    The last resort: the central team and school admins do it on the person's page.
    """
    prepare()
    from django.utils import timezone

    from eduport.accounts.services.second_factor import remove_second_factors
    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError

    account = _account(login)
    try:
        remove_second_factors(
            account, by=Actor.system("command line"), at=timezone.now()
        )
    except DomainError as error:
        _refuse(str(error))
    click.echo(f"{account.username} has no second factor any more.")


def _print_code(account: "Account", *, even_in_use: bool = False) -> None:
    from django.utils import timezone

    from eduport.accounts.models import AccountKind
    from eduport.accounts.services.activation import issue_activation_codes
    from eduport.accounts.services.admin_codes import issue_admin_code
    from eduport.core.actor import Actor

    if account.disabled_at:
        _refuse(f"{account.username} is locked or closed; no code was made.")
    if account.activated_at and not even_in_use:
        click.echo(
            f"{account.username} is in use already; no code was made. If its owner has "
            "forgotten the password: --forgotten."
        )
        return
    by, at = Actor.system("command line"), timezone.now()
    if account.kind == AccountKind.ADMIN:
        new_code = issue_admin_code(account, by=by, at=at)
    else:
        [(_, new_code)] = issue_activation_codes([account], by=by, at=at)
    click.echo(f"Login            {account.username}\nActivation code  {new_code}")


def _account(login: str) -> "Account":
    from eduport.accounts.models import Account

    account = Account.objects.filter(username=login.strip().lower()).first()
    if not account:
        _refuse(f"There is no account with the login “{login}”.")
    return account


def _school(school_code: str) -> "School":
    from eduport.people.models import School

    school = School.objects.filter(code=school_code).first()
    if not school:
        _refuse(f"There is no school with the code “{school_code}”.")
    return school


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(WRONG)
