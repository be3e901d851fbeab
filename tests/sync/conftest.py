"""What the tests of the pages share: the central team, a source, a worker."""

import datetime as dt

import pytest
from django.core.management import call_command

from eduport.accounts.models import AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, SourceKind
from eduport.sync.services.runs import RunOptions, plan_roster, sync_roster
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.people import AppointmentFactory, SourceFactory
from tests.sync.cities import write

AT = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
NIGHT = Actor.system("night")


@pytest.fixture
def source(db):
    return SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)


@pytest.fixture
def central_team(client, settings, tmp_path):
    """Somebody of the central team, signed in with the Admin-Account."""
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"data_dir": tmp_path})
    appointment = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None)
    account = AccountFactory(
        person=appointment.person, kind=AccountKind.ADMIN, username="team@hamburg.de"
    )
    sign_in(client, account)
    return account


@pytest.fixture
def feed(source, tmp_path):
    """Hand in rows: `feed(rows)` applies them, `feed(rows, apply=False)` plans."""

    def hand_in(rows, *, apply=True):
        folder = tmp_path / "feed"
        folder.mkdir(exist_ok=True)
        work = sync_roster if apply else plan_roster
        path = write(folder, rows)
        return work(source, path, options=RunOptions(), by=NIGHT, at=AT)

    return hand_in


@pytest.fixture
def worker():
    """Do what is queued: `worker()`."""

    def work():
        call_command(
            "db_worker",
            queue_name="sync",
            batch=True,
            interval=0,
            startup_delay=False,
            verbosity=0,
        )

    return work
