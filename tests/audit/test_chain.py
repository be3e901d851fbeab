"""The chain of seals: what is written cannot be changed unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from eduport.audit.models import Chain, LogEntry, SecurityEvent
from eduport.audit.services import record, record_all, record_security_event, sealing
from eduport.audit.services.retention import purge_log
from eduport.audit.services.sealing import is_part, seal_all, verify_all
from eduport.core.actor import Actor
from tests.factories.people import NOON, SchoolFactory

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
LOG, SECURITY = "audit.LogEntry", "audit.SecurityEvent"


@pytest.fixture
def school():
    return SchoolFactory()


def write(school, count=3, at=NOON):
    return [
        record(f"people.school.test{n}", school, by=BY, at=at) for n in range(count)
    ]


def tamper(sql, *values):
    """Change a table as somebody would who rules the database."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_logentry DISABLE TRIGGER ALL")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_logentry ENABLE TRIGGER ALL")


def problems():
    return {finding.log: finding.problem for finding in verify_all()}


def test_untouched_logs_are_in_order(school):
    write(school)
    record_security_event("accounts.password.test", school, by=BY, at=NOON)

    assert [(f.log, f.entries, f.problem) for f in verify_all()] == [
        (LOG, 3, ""),
        (SECURITY, 1, ""),
    ]


def test_empty_logs_are_in_order():
    assert [(f.entries, f.problem) for f in verify_all()] == [(0, ""), (0, "")]


def test_what_is_written_later_goes_on_with_the_chain(school):
    write(school)
    seal_all()
    first_end = verify_all()[0]
    write(school, 2)

    assert [f.entries for f in verify_all()] == [5, 0]
    assert is_part(f"{first_end.last_place}:{first_end.last_seal}")


def test_sealing_is_done_in_batches_and_only_once(school, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    write(school, 5)

    assert (seal_all(), seal_all()) == (5, 0)
    assert list(LogEntry.objects.order_by("pk").values_list("place", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert problems() == {LOG: "", SECURITY: ""}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "people.school.harmless"),
        ("subject", "people.Person"),
        ("subject_id", 7),
        ("actor", "somebody else"),
        ("actor_id", 7),
        ("at", NOON + timedelta(seconds=1)),
    ],
)
def test_a_changed_entry_is_found(school, column, value):
    entries = write(school)
    seal_all()

    tamper(
        f"UPDATE audit_logentry SET {column} = %s WHERE id = %s", value, entries[1].pk
    )

    assert problems() == {LOG: "The entry with number 2 was changed.", SECURITY: ""}


def test_a_missing_entry_is_found(school):
    entries = write(school)
    seal_all()

    tamper("DELETE FROM audit_logentry WHERE id = %s", entries[1].pk)

    assert problems()[LOG] == "The entry with number 2 is missing."


def test_a_missing_end_is_found(school):
    entries = write(school)
    seal_all()

    tamper("DELETE FROM audit_logentry WHERE id = %s", entries[2].pk)

    assert problems()[LOG] == "The entries after number 2 are missing."


def test_a_shortened_log_with_a_fitting_end_is_found(school):
    entries = write(school)
    seal_all()
    end = LogEntry.objects.get(pk=entries[1].pk)

    tamper("DELETE FROM audit_logentry WHERE id = %s", entries[2].pk)
    Chain.objects.filter(log=LOG).update(last_place=2, last_seal=end.seal)

    problem = "The record of where the log begins and ends was changed."
    assert problems()[LOG] == problem


def test_an_emptied_log_is_found(school):
    write(school)
    seal_all()

    tamper("DELETE FROM audit_logentry")

    assert problems()[LOG] == "The entries after number 0 are missing."


def test_an_older_state_is_found_by_an_end_kept_elsewhere(school):
    write(school)
    seal_all()
    older = list(Chain.objects.values())
    late = record("people.school.late", school, by=BY, at=NOON)
    end = verify_all()[0]

    tamper("DELETE FROM audit_logentry WHERE id = %s", late.pk)
    for row in older:
        Chain.objects.filter(log=row["log"]).update(**row)

    assert problems()[LOG] == ""
    assert not is_part(f"{end.last_place}:{end.last_seal}")


@pytest.mark.parametrize("end", ["", "1", "x:00", "1:zz", "-1:00"])
def test_what_is_no_end_is_part_of_no_log(end):
    assert not is_part(end)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_logentry SET action = 'x'",
        "UPDATE audit_logentry SET seal = seal",
        "DELETE FROM audit_logentry",
    ],
)
def test_the_table_refuses_changes(school, sql):
    write(school)
    seal_all()

    with (
        pytest.raises(IntegrityError, match="only appended"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.fixture
def guarded():
    """The logs as a migration leaves them; tests.conftest lets tests tidy up."""
    with connection.cursor() as cursor:
        for log in ("logentry", "securityevent"):
            trigger = f"{log}_not_emptied"
            cursor.execute(f"ALTER TABLE audit_{log} ENABLE TRIGGER {trigger}")


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("log", ["logentry", "securityevent"])
@pytest.mark.parametrize("how", ["", " RESTART IDENTITY CASCADE"])
def test_the_table_refuses_to_be_emptied(log, how):
    with (
        pytest.raises(IntegrityError, match="only appended"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE audit_{log}{how}")


@pytest.mark.usefixtures("guarded")
def test_all_entries_can_go_when_their_time_is_over(school):
    write(school, 3, at=NOON - timedelta(days=91))

    assert purge_log(LogEntry, before=NOON) == 3
    assert not LogEntry.objects.exists()


def test_an_entry_that_is_not_yet_sealed_cannot_be_changed_either(school):
    write(school)

    with pytest.raises(IntegrityError, match="only appended"), transaction.atomic():
        LogEntry.objects.update(action="people.school.harmless")


def test_old_entries_go_and_the_rest_is_a_whole_chain(school, monkeypatch):
    monkeypatch.setattr("eduport.audit.services.retention.BATCH", 2)
    write(school, 3, at=NOON - timedelta(days=91))
    write(school, 2)

    removed = purge_log(LogEntry, before=NOON - timedelta(days=90))

    assert removed == 3
    assert LogEntry.objects.count() == 2
    assert problems() == {LOG: "", SECURITY: ""}
    assert purge_log(LogEntry, before=NOON - timedelta(days=90)) == 0


def test_a_log_goes_on_after_all_of_it_was_old(school):
    write(school, 3, at=NOON - timedelta(days=91))
    purge_log(LogEntry, before=NOON)
    write(school, 1)

    assert verify_all()[0].entries == 1
    assert problems() == {LOG: "", SECURITY: ""}


def test_an_account_is_written_down_by_its_id_only(school):
    by = Actor("anna.meyer@xy.hamburg.de", account_id=7)

    record_all("people.school.test", [school], by=by, at=NOON)
    record_security_event("people.school.test", school, by=by, at=NOON)

    assert list(LogEntry.objects.values_list("actor", "actor_id")) == [("", 7)]
    assert list(SecurityEvent.objects.values_list("actor", "actor_id")) == [("", 7)]


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_is_committed_late_is_sealed_late():
    # The first entry is written, the second is written and sealed, the first commits.
    school = SchoolFactory()
    written, sealed = Event(), Event()

    def write_slowly():
        with closing(connection), transaction.atomic():
            record("people.school.slow", school, by=BY, at=NOON)
            written.set()
            sealed.wait(10)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(write_slowly)
        written.wait(10)
        record("people.school.fast", school, by=BY, at=NOON)
        seal_all()
        sealed.set()
        slow.result()

    assert [f.entries for f in verify_all()] == [2, 0]
    assert problems() == {LOG: "", SECURITY: ""}
    assert list(
        LogEntry.objects.order_by("place").values_list("action", flat=True)
    ) == [
        "people.school.fast",
        "people.school.slow",
    ]
