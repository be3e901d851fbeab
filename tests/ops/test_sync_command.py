"""`eduport sync …`: what it prints, and the exit codes that scripts rely on."""

import json
from threading import Event, Thread

import pytest
from click.testing import CliRunner
from django.db import connection

from eduport.ops.cli import main
from eduport.people.models import Person
from eduport.sync.services.runs import only_one_run

pytestmark = pytest.mark.django_db
HEADING = "Personennummer;Vorname;Nachname;Rolle;Schulkürzel\n"


def sync(*arguments):
    return CliRunner().invoke(main, ["sync", *map(str, arguments)])


def write_people(folder, count):
    lines = [f"{n};Ada;Berg;Lehrkraft;xy\n" for n in range(count)]
    path = folder / "personen.csv"
    path.write_text(HEADING + "".join(lines))
    return path


@pytest.fixture
def ten_people(tmp_path):
    assert sync("apply", "office", write_people(tmp_path, 10)).exit_code == 0
    return tmp_path


def test_a_plan_says_what_would_change_and_changes_nothing(tmp_path):
    result = sync("plan", "office", write_people(tmp_path, 10))

    assert result.exit_code == 0
    assert "person.create 10" in result.output
    assert Person.objects.count() == 0


def test_apply_twice_changes_nothing(ten_people):
    result = sync("apply", "office", ten_people / "personen.csv", "--json")

    summary = json.loads(result.output)
    assert (result.exit_code, summary["state"], summary["changes"]) == (
        0,
        "applied",
        {},
    )


def test_a_held_school_ends_with_3_until_it_is_approved(ten_people):
    held = sync("apply", "office", write_people(ten_people, 6), "--json")
    run = json.loads(held.output)["run"]
    still_there = Person.objects.filter(deletion_released_at=None).count()

    approved = sync("approve", run)

    assert (held.exit_code, still_there, approved.exit_code) == (3, 10, 0)
    assert Person.objects.filter(deletion_released_at=None).count() == 6


def test_a_rejected_school_stays_as_it_was(ten_people):
    held = sync("apply", "office", write_people(ten_people, 6), "--json")

    result = sync("reject", json.loads(held.output)["run"], "--school", "xy")

    assert result.exit_code == 0
    assert Person.objects.filter(deletion_released_at=None).count() == 10


def test_undo_takes_the_latest_run_back(ten_people):
    result = sync("undo", "office")

    assert result.exit_code == 0
    assert Person.objects.filter(deletion_released_at=None).count() == 0


def test_status_shows_the_latest_run_of_every_source(ten_people):
    result = sync("status", "--json")

    assert [run["source"] for run in json.loads(result.output)] == ["office"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("apply", "office", "/nowhere/at/all"), "There is no folder"),
        (("apply", "no name", "/nowhere"), "no name for a source"),
        (("undo", "office"), "can be undone"),
        (("approve", "1"), "There is no run 1"),
        (("approve", "1", "--school", "zz"), "no school with the code"),
    ],
)
def test_wrong_input_ends_with_2_and_a_sentence(arguments, sentence):
    result = sync(*arguments)

    assert result.exit_code == 2
    assert sentence in result.output


@pytest.mark.django_db(transaction=True)
def test_another_run_at_work_ends_with_4(tmp_path, django_db_blocker):
    is_held, may_end = Event(), Event()

    def other_run():
        # The lock belongs to a database session: every thread has its own.
        with django_db_blocker.unblock(), only_one_run():
            is_held.set()
            may_end.wait(30)
        connection.close()

    thread = Thread(target=other_run)
    thread.start()
    is_held.wait(30)

    result = sync("apply", "office", write_people(tmp_path, 1))

    may_end.set()
    thread.join()
    assert result.exit_code == 4
    assert "Another run" in result.output


def test_a_roster_can_be_read_as_of_an_earlier_day(tmp_path):
    path = tmp_path / "personen.csv"
    path.write_text(HEADING.strip() + ";Ende\n1;Ada;Berg;Lehrkraft;xy;31.07.2022\n")

    today = sync("plan", "office", path, "--json")
    then = sync("plan", "office", path, "--on", "2022-05-01", "--json")

    assert [json.loads(run.output)["changes"] for run in (today, then)] == [
        {"school.create": 1},
        {"school.create": 1, "person.create": 1, "affiliation.create": 1},
    ]
