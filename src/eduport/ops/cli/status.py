"""`eduport status`: the status page, exported to where the portal is not."""

import os
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eduport.config.schema import Settings
from eduport.ops.startup import leave_editor_out, read_settings
from eduport.ops.supervisor import end_with_parent

if TYPE_CHECKING:
    from eduport.status.clients.stores import Store

SECONDS = 2
PATIENCE = 5


@click.group()
def status() -> None:
    """The status page: exported, so that another host can serve it."""


@status.command()
@click.option("--once", is_flag=True, help="Export now and end.")
def export(*, once: bool) -> None:
    """Write the status page at every change, and every minute.

    Needs no database: while it does not answer the page says since when.
    """
    end_with_parent()
    settings = prepare_alone()
    from django.utils import timezone

    from eduport.status.clients.probes import is_answering
    from eduport.status.services.exporting import Exporter, memory_of

    live = f"{settings.public_url}/health/live"
    exporter = Exporter(
        store_of(settings),
        settings.status_url or f"{settings.public_url}/status/",
        memory_of(settings.data_dir),
        None if once else lambda: is_answering(live, PATIENCE),
    )
    if once:
        exporter.tick(at=timezone.now())
        if exporter.written_at is None:
            raise click.ClickException("The status page could not be exported.")
        return
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.is_set():
        exporter.tick(at=timezone.now())
        stopping.wait(SECONDS)


def prepare_alone() -> Settings:
    """Start Django without starting a database: this process outlives it."""
    settings = read_settings()
    leave_editor_out()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eduport.config.settings")
    import django

    django.setup()
    from django.db import connection

    # A server that is gone without a word must not hold up the page.
    connection.settings_dict["CONN_HEALTH_CHECKS"] = False
    connection.settings_dict["OPTIONS"] |= {
        "connect_timeout": PATIENCE,
        "tcp_user_timeout": PATIENCE * 1000,
        "options": f"-c statement_timeout={PATIENCE * 1000}",
    }
    return settings


def store_of(settings: Settings) -> "Store":
    """The directory or the bucket of the settings."""
    from eduport.status.clients.stores import Bucket, Folder

    if not settings.status_export.startswith("s3://"):
        return Folder(Path(settings.status_export or settings.data_dir / "status-page"))
    bucket, _, prefix = settings.status_export.removeprefix("s3://").partition("/")
    secret = settings.status_s3_secret
    return Bucket(
        settings.status_s3_endpoint,
        bucket,
        prefix.strip("/"),
        settings.status_s3_region,
        settings.status_s3_key,
        secret.get_secret_value() if secret else "",
    )
