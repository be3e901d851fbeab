"""What plans and journals say about people who are erased, found in one reading."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduport.core.actor import Actor
from eduport.privacy.queries.erasure import Cutoffs
from eduport.privacy.services import erasure
from eduport.privacy.services.erasure import erase_due
from eduport.sync.models import Change, RunState, SyncRun
from eduport.sync.services.traces import find_traces, forget_changes
from tests.factories.people import NOON, PersonFactory, SourceFactory

pytestmark = pytest.mark.django_db
ANNA, BERT, CARL = 1, 2, 3


@pytest.fixture
def run():
    return SyncRun.objects.create(
        source=SourceFactory(), state=RunState.APPLIED, started_at=NOON
    )


def write(run, person_id, entity="person"):
    return Change.objects.create(
        run=run, unit=1, entity=entity, op="create", subject_id=person_id, row=1
    )


def left():
    return set(Change.objects.all())


def test_everything_about_a_person_goes_and_nothing_else(run):
    for entity in ("person", "affiliation", "membership"):
        write(run, ANNA, entity)
        write(run, ANNA, entity)
    # Numbers of a school and of a group, which mean no person.
    others = {write(run, ANNA, "school"), write(run, ANNA, "group"), write(run, BERT)}

    assert forget_changes([ANNA], find_traces([ANNA])) == 6
    assert left() == others


def test_who_is_erased_later_keeps_the_changes_until_then(run):
    write(run, ANNA)
    berts = {write(run, BERT), write(run, BERT)}
    traces = find_traces([ANNA, BERT, CARL])

    assert forget_changes([ANNA], traces) == 1
    assert left() == berts
    assert forget_changes([BERT, CARL], traces) == 2
    assert left() == set()


def test_what_a_run_writes_after_the_reading_goes_too(run):
    write(run, ANNA)
    traces = find_traces([ANNA, BERT])
    write(run, ANNA)
    write(run, BERT)

    assert forget_changes([ANNA, BERT], traces) == 3


def test_who_was_not_looked_for_is_not_taken_for_somebody_without_traces(run):
    write(run, BERT)
    traces = find_traces([ANNA])

    with pytest.raises(KeyError):
        forget_changes([BERT], traces)


def test_without_a_reading_the_journal_is_read_for_this_call(run):
    write(run, ANNA)
    berts = write(run, BERT)

    assert forget_changes([ANNA], None) == 1
    assert left() == {berts}


@pytest.mark.parametrize("people", [2, 6])
def test_a_night_reads_the_journal_once(run, monkeypatch, people):
    monkeypatch.setattr(erasure, "CHUNK", 2)
    for _ in range(people):
        write(run, PersonFactory(deletion_released_at=NOON).pk)
    cutoffs = Cutoffs(NOON, NOON)

    with CaptureQueriesContext(connection) as captured:
        erase_due(cutoffs, limit=100, by=Actor.system("erasure"), at=NOON)

    reading = [query["sql"] for query in captured if "sync_change" in query["sql"]]
    assert len([sql for sql in reading if not goes_by_key(sql)]) == 1
    assert left() == set()


def goes_by_key(sql):
    """Whether a statement finds rows by the key: some, the last, or the new ones."""
    return any(part in sql for part in ('"id" IN', '"id" >', 'MAX("sync_change"."id")'))
