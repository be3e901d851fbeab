"""`eduport health`: ask the running portal how it is."""

import http.client
import json

import click

from eduport.ops.startup import read_settings

PATIENCE = 5  # seconds


@click.command()
def health() -> None:
    """Ask the portal on this machine how it is. Exit 1 unless it can be used."""
    settings = read_settings()
    host = settings.public_url.split("//")[1]
    connection = http.client.HTTPConnection(settings.bind, timeout=PATIENCE)
    try:
        connection.request("GET", "/health/ready", headers={"Host": host})
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, ValueError, http.client.HTTPException) as error:
        message = f"The portal does not answer on {settings.bind}: {error}."
        raise click.ClickException(message) from error
    for name, value in answer.items():
        click.echo(f"{name}: {value}")
    if response.status != http.client.OK:
        raise SystemExit(1)
