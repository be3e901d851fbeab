"""`eduport mail`: try the mail server, and look after what it did not take."""

from typing import TYPE_CHECKING

import click

from eduport.ops.cli.people import RefusedError
from eduport.ops.startup import prepare

if TYPE_CHECKING:
    from eduport.outbox.models import WaitingMail


@click.group()
def mail() -> None:
    """Mail from eduPort to people: passwords, addresses, accounts that end."""


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send a mail to ADDRESS at once, and say how it went."""
    settings = prepare()
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from eduport.outbox.services.delivery import MailServerError, send_test_mail

    try:
        send_test_mail(address, at=timezone.now())
    except ValidationError:
        raise RefusedError(f"“{address}” is no mail address.") from None
    except MailServerError as error:
        raise click.ClickException(str(error)) from error
    if settings.smtp_url:
        click.echo("The mail server took the mail.")
        return
    click.echo(
        f"No mail server is set up (smtp_url). The mail lies in "
        f"{settings.data_dir / 'outbox'}."
    )


@mail.command("list")
def list_mail() -> None:
    """Print what waits and what could not be sent. Names nobody."""
    prepare()
    from eduport.outbox.queries import failed_mail, waiting_mail

    rows = [*waiting_mail(), *failed_mail()]
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo("No mail waits, and none was undeliverable.")


def _line(row: "WaitingMail") -> str:
    from django.utils.timezone import localtime

    written_at = f"{localtime(row.created_at):%Y-%m-%d %H:%M}"
    state = "undeliverable" if row.failed_at else "waiting"
    tries = f"{row.tries} tries" + (f", {row.fault}" if row.fault else "")
    return f"{row.uid}  {written_at}  {state}  {tries}"


@mail.command()
def retry() -> None:
    """Try again at once what could not be sent and is still of use."""
    prepare()
    from django.utils import timezone

    from eduport.outbox.services.delivery import revive_failed_mail
    from eduport.outbox.tasks import deliver_due_mail_task

    number = revive_failed_mail(at=timezone.now())
    deliver_due_mail_task.enqueue()
    click.echo(f"{number} mails are tried again.")


@mail.command()
def forget() -> None:
    """Delete what could not be sent, so that `eduport health` is content."""
    prepare()
    from eduport.outbox.services.delivery import forget_failed_mail

    click.echo(f"{forget_failed_mail()} mails are deleted.")
