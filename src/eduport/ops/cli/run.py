"""`eduport run` and `eduport worker`: what a server starts."""

import errno
import socket

import click

from eduport.config.schema import Settings
from eduport.ops.configuration import problems_of
from eduport.ops.startup import leave_editor_out, prepare, read_settings
from eduport.ops.supervisor import (
    Child,
    Supervisor,
    eduport,
    end_with_parent,
    is_supervised,
)


@click.command()
@click.option("--no-worker", is_flag=True, help="Only the web server.")
@click.option("--migrate", is_flag=True, help="Bring the database to this version.")
def run(*, no_worker: bool, migrate: bool) -> None:
    """Run the portal: the web server and the background worker."""
    if is_supervised():
        serve(prepare())
        return
    refuse_unless_right(read_settings())
    settings = prepare()
    make_ready(migrate=migrate or not settings.database_url)
    if no_worker:
        serve(settings)
    else:
        Supervisor(parts(settings)).run()


@click.command()
def worker() -> None:
    """Run the background worker, which also starts the nightly work."""
    end_with_parent()
    leave_editor_out()
    prepare()
    from eduport.ops.worker import work

    work()


def parts(settings: Settings) -> list[Child]:
    """What `eduport run` consists of."""
    intake = [Child("mail intake", eduport("support", "mail-intake"))]
    return [
        Child("web", eduport("run", "--no-worker")),
        Child("worker", eduport("worker")),
        Child("status page", eduport("status", "export")),
        *(intake if settings.mail_intake_domain else []),
    ]


def serve(settings: Settings) -> None:
    """Serve the pages until a signal comes."""
    end_with_parent()
    from eduport.ops.web_server import PortalServer

    server = PortalServer(settings)
    server.run()  # type: ignore[no-untyped-call]  # gunicorn has no types


def refuse_unless_right(settings: Settings) -> None:
    """Do not start what `eduport config check` finds fault with."""
    problems = [*problems_of(settings), *occupied(settings.bind)]
    if problems:
        raise click.ClickException("\n".join(problems))


def occupied(bind: str) -> list[str]:
    """A sentence if another program listens there already."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit():
        return []
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), int(port)))
        except OSError as error:
            return [_why_not(error, bind)]
    return []


def _why_not(error: OSError, bind: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Another program uses {bind} already. Stop it, or choose another port: "
            "EDUPORT_BIND=127.0.0.1:8080"
        )
    return f"eduPort cannot listen on {bind}: {error.strerror}."


def make_ready(*, migrate: bool) -> None:
    """Bring database and static files to this version, or say what is missing."""
    from eduport.ops import upgrade

    if migrate:
        upgrade.migrate_database()
        upgrade.load_pages()
    elif upgrade.missing_migrations():
        raise click.ClickException(
            "The database is older than this version. Run: eduport migrate"
        )
    upgrade.collect_static_files()
