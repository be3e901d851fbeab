"""`eduport support`: what belongs to tickets."""

import asyncio
import logging
import signal
from typing import TYPE_CHECKING

import click

from eduport.ops.cli.tokens import token
from eduport.ops.startup import leave_editor_out, prepare
from eduport.ops.supervisor import end_with_parent

if TYPE_CHECKING:
    from eduport.support.adapters.mail_server import MailServer


@click.group()
def support() -> None:
    """Tickets: answers that come by mail, and tokens of other systems."""


support.add_command(token)


@support.command("mail-intake")
def mail_intake() -> None:
    """Take answers by mail from your mail server, until a signal comes.

    Each is stored before your mail server hears that it was taken; the worker reads it.
    """
    end_with_parent()
    leave_editor_out()
    settings = prepare()
    if not settings.mail_intake_domain:
        raise click.ClickException(
            "Nobody can answer by mail: set mail_intake_domain first."
        )
    # The library would write every address into the log.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    from eduport.support.adapters.mail_server import Listening, MailServer

    listening = Listening(
        bind=settings.mail_intake_bind,
        domain=settings.mail_intake_domain,
        is_local=settings.mail_intake_protocol == "lmtp",
        megabytes=settings.mail_intake_mb,
        connections=settings.mail_intake_connections,
        seconds=settings.mail_intake_seconds,
    )
    try:
        asyncio.run(_serve(MailServer(listening)))
    except OSError as error:
        message = f"eduPort cannot listen on {settings.mail_intake_bind}: {error}."
        raise click.ClickException(message) from error


async def _serve(server: "MailServer") -> None:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await server.run(stopping)
