"""`eduport demo`: the portal with a small city, to look at."""

import http.client
import json
import os
import threading
import time
from pathlib import Path

import click

from eduport.config.schema import Settings
from eduport.ops.cli.run import make_ready, parts, refuse_unless_right
from eduport.ops.demo.guide import step, table
from eduport.ops.startup import prepare, read_settings
from eduport.ops.supervisor import Child, Supervisor

LONGEST_START = 60  # seconds


@click.command()
def demo() -> None:
    """Run the portal with a demo city. What is done there stays for the next time."""
    settings = demo_settings()
    refuse_unless_right(settings)
    with step("Starting PostgreSQL"):
        prepare()
    with step("Preparing the database and the static files"):
        make_ready(migrate=True)
    text = table(
        logins_of_city(settings.data_dir / "demo", settings.public_url),
        settings.public_url,
    )
    service, sentence = demo_service(settings)
    mail = f"Mail that the portal writes: {settings.public_url}/outbox/"
    text = f"{text}\n{app_sentence()}\n{sentence}\n{mail}\nCtrl-C stops all of it.\n"
    threading.Thread(
        target=say_when_it_runs, args=[settings, text], daemon=True
    ).start()
    Supervisor([*parts(settings), *service]).run()


def app_sentence() -> str:
    """How to get past the second factor of the Admin-Accounts."""
    from eduport.accounts.services.second_factor import DEMO_SECRET

    return (
        "Admin-Accounts ask for a number too: the page shows it, in the demo only.\n"
        f"For an authenticator app of your own, the key is {DEMO_SECRET}."
    )


def demo_settings() -> Settings:
    """The settings, with defaults that suit a look at the portal."""
    os.environ.setdefault("EDUPORT_DEVELOPMENT", "true")
    os.environ.setdefault("EDUPORT_DATA_DIR", "var")
    os.environ.setdefault("EDUPORT_LOG_LEVEL", "warning")
    os.environ.setdefault(
        "EDUPORT_DATA_PROTECTION_MAIL", "datenschutz@schulbehoerde.example"
    )
    # The Federal Network Agency keeps 040 66969 000 to 999 for films and the like.
    os.environ.setdefault("EDUPORT_SERVICE_DESK_PHONE", "040 66969 100")
    os.environ["EDUPORT_DATA_DIR"] = str(
        Path(os.environ["EDUPORT_DATA_DIR"]).absolute()
    )
    settings = read_settings()
    if "public_url" not in settings.model_fields_set:
        os.environ["EDUPORT_PUBLIC_URL"] = f"http://{settings.bind}"
    return read_settings()


def logins_of_city(folder: Path, public_url: str) -> list[dict[str, str]]:
    """The logins; the first time the city is made for it."""
    file = folder / "logins.json"
    from django.utils import timezone

    from eduport.core.actor import Actor
    from eduport.ops.demo.cast import cast, without_used_codes
    from eduport.ops.demo.desk import fill_desk
    from eduport.ops.demo.groups import form_groups
    from eduport.ops.demo.homepages import be_seen
    from eduport.ops.demo.news import publish_news
    from eduport.ops.demo.roster import import_city
    from eduport.ops.demo.status import make_trouble
    from eduport.ops.demo.training import offer_training

    if file.exists():
        return without_used_codes(json.loads(file.read_text()))
    by, at = Actor.system("demo"), timezone.now()
    with step("Reading in an invented city of 3 schools and 1,500 people"):
        import_city(folder / "roster", by=by, at=at)
    with step("Giving logins to somebody of every role"):
        logins = cast(by=by, at=at)
    with step("Forming teams and last year's classes"):
        form_groups(logins, by=by, at=at)
    with step("Letting something be broken, planned and watched"):
        make_trouble(public_url, by=by, at=at)
        fill_desk(logins, at=at)
    with step("Opening the homepage of a school, counting a year of visits"):
        be_seen("jcb", by=by, at=at)
    with step("Publishing news and events"):
        publish_news(logins, at=at)
    with step("Planning, booking and holding training"):
        offer_training(logins, at=at)
    # Last, so that an interrupted start is done again.
    file.write_text(json.dumps(logins, ensure_ascii=False, indent=1))
    return logins


def demo_service(settings: Settings) -> tuple[list[Child], str]:
    """The part that runs the demo service, and a sentence on it."""
    from django.utils import timezone

    from eduport.ops.demo.service import service_parts

    folder = settings.data_dir / "demo/service"
    return service_parts(folder, settings, at=timezone.now())


def say_when_it_runs(settings: Settings, text: str) -> None:
    """Print the text as soon as the portal answers."""
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline:
        time.sleep(0.2)
        if answers(settings):
            click.echo(text)
            return


def answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(settings.bind, timeout=5)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
