"""`eduport officer`: the data protection officers of single schools."""

import click

from eduport.ops.cli.people import RefusedError
from eduport.ops.startup import prepare


@click.group()
def officer() -> None:
    """Data protection officers of single schools.

    They hear of every reading of the log about somebody of their school. Schools
    without one have that of the setting data_protection_mail.
    """


@officer.command("set")
@click.argument("school_code")
@click.argument("address")
def set_officer(school_code: str, address: str) -> None:
    """Let the officer with this mail ADDRESS hear of inquiries about a school."""
    prepare()
    _set(school_code, address)
    click.echo(f"{address} hears of inquiries about people of {school_code}.")


@officer.command("remove")
@click.argument("school_code")
def remove_officer(school_code: str) -> None:
    """Let the officer of the whole installation hear of them again."""
    prepare()
    _set(school_code, "")
    click.echo(f"{school_code} has no officer of its own.")


@officer.command("list")
def list_officers() -> None:
    """Print the schools that have an officer of their own."""
    settings = prepare()
    from eduport.people.models import School

    for school in School.objects.exclude(data_protection_mail="").order_by("code"):
        click.echo(f"{school.code}  {school.data_protection_mail}")
    click.echo(f"all others  {settings.data_protection_mail or 'nobody'}")


def _set(school_code: str, address: str) -> None:
    from django.utils import timezone

    from eduport.core.actor import Actor
    from eduport.core.errors import DomainError
    from eduport.people.models import School
    from eduport.people.services.officers import set_data_protection_mail

    school = School.objects.filter(code=school_code).first()
    if not school:
        raise RefusedError(f"There is no school with the code “{school_code}”.")
    by = Actor.system("command line")
    try:
        set_data_protection_mail(school, address, by=by, at=timezone.now())
    except DomainError as error:
        raise RefusedError(str(error)) from None
