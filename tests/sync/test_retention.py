"""How long a run remembers people."""

import datetime as dt

import pytest

from eduport.core.actor import Actor
from eduport.sync.models import Change, RowIssue, RunState, SyncRun
from eduport.sync.services.retention import purge_journals
from eduport.sync.services.undo import JournalPurgedError, undo_run
from tests.factories.people import NOON, SourceFactory

pytestmark = pytest.mark.django_db
NIGHT = Actor.system("retention")
DAYS = dt.timedelta(days=1)


def finished_run(ended, state=RunState.APPLIED):
    run = SyncRun.objects.create(
        source=SourceFactory(slug="divis"),
        state=state,
        started_at=ended,
        finished_at=ended,
        path="roster.zip",
    )
    run.change_set.create(
        unit=0, entity="school", op="create", subject_id=1, file="", row=0
    )
    run.rowissue_set.create(severity="refused", code="duplicate_key", file="", row=2)
    run.schoolplan_set.create(unit=0, applied_at=ended)
    return run


def purge(at=NOON):
    return purge_journals(before=at - 90 * DAYS, by=NIGHT, at=at)


def test_an_old_run_forgets_people_and_keeps_its_numbers():
    old, young = finished_run(NOON - 91 * DAYS), finished_run(NOON - 89 * DAYS)

    assert purge() == 1

    assert {change.run_id for change in Change.objects.all()} == {young.pk}
    assert {issue.run_id for issue in RowIssue.objects.all()} == {young.pk}
    old.refresh_from_db()
    assert (old.journal_purged_at, old.schoolplan_set.count()) == (NOON, 1)


def test_purging_twice_changes_nothing():
    finished_run(NOON - 91 * DAYS)
    purge()

    assert purge(NOON + DAYS) == 0


def test_a_run_that_is_being_applied_is_left_alone():
    finished_run(NOON - 91 * DAYS, state=RunState.APPLYING)

    assert purge() == 0
    assert Change.objects.count() == 1


def test_a_run_without_its_journal_cannot_be_undone():
    run = finished_run(NOON - 91 * DAYS)
    purge()

    with pytest.raises(JournalPurgedError):
        undo_run(run.source, by=NIGHT, at=NOON)
