"""Reading in a process of its own: the same blocks, the same errors, no hanging."""

import os
import signal
import time

import pytest

from eduport.sync.errors import NoRosterError, ReaderKilledError, RosterError
from eduport.sync.models import RunState, SyncRun
from eduport.sync.services import reading
from eduport.sync.services.reading import ReaderPair, ReaderProcess, open_blocks
from eduport.sync.services.sieve import (
    Block,
    ReadState,
    as_copy_text,
    read_blocks,
    read_memberships,
    read_people,
)
from eduport.sync.types import MembershipRow, PersonRow, Severity, Table
from tests.sync.portraits import person_of, portrait


@pytest.fixture
def folder(city, tmp_path):
    city.pupils("A", 50)
    city.people["s1"].given = ""
    city.people["s2"].given = "Back\\slash"
    return city.write(tmp_path / "roster")


def blocks_of(path, *, large):
    with open_blocks(path, large=large) as blocks:
        blocks.leave_out(b"")
        blocks.leave_out(b"")
        return list(blocks)


def test_another_process_reads_the_same_blocks(folder):
    here = list(read_blocks(folder, bytes))

    assert blocks_of(folder, large=0) == here
    assert blocks_of(folder, large=10**9) == here
    assert {block.table for block in here if isinstance(block, Block)} == set(Table)


def test_two_read_what_one_reads(folder):
    (folder / "classes.csv").unlink()
    with (folder / "enrollments.csv").open("a") as file:
        file.write("e99,active,,7a,X,s1,nobody-knows-this-role,,,\n")
    alone = list(read_blocks(folder, bytes))
    handed = []

    people = list(read_people(folder, bytes, handed.append))
    rest = list(read_memberships(folder, bytes, lambda _: handed[0]))

    [*blocks, state] = rest
    assert without_states(people + blocks) == without_states(alone)
    assert people[-1].followed_by(state) == alone[-1]
    assert [problem.file for problem in state.problems] == ["enrollments.csv"]


def test_memberships_are_read_ahead_until_the_keys_come(folder):
    alone = list(read_blocks(folder, bytes))
    handed, asked = [], []
    list(read_people(folder, bytes, handed.append))

    def keys(wait):
        asked.append(wait)
        return handed[0] if wait else None

    [*blocks, _] = read_memberships(folder, bytes, keys)

    assert asked == [False, True]
    assert blocks == [one for one in alone if is_of_memberships(one)]


def without_states(items):
    return [item for item in items if not isinstance(item, ReadState)]


def is_of_memberships(item):
    return isinstance(item, Block) and item.table == Table.MEMBERSHIPS


def test_a_format_that_mixes_its_rows_is_read_by_one(tmp_path):
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "personen.csv").write_text(
        "Personennummer;Vorname;Nachname;Rolle;Schule;Klasse;Schuljahr\n"
        "1;Ada;Berg;Lernende;XY;7a;2026/27\n"
    )
    alone = list(read_blocks(folder, bytes))

    assert list(read_people(folder, bytes, lambda _: None)) == alone
    assert list(read_memberships(folder, bytes, lambda _: None)) == []


def test_the_state_before_the_memberships_knows_all_of_the_other_tables(folder):
    (folder / "classes.csv").unlink()

    blocks = list(read_blocks(folder, bytes))

    states = [place for place, item in enumerate(blocks) if isinstance(item, ReadState)]
    first = next(
        place
        for place, item in enumerate(blocks)
        if isinstance(item, Block) and item.table == Table.MEMBERSHIPS
    )
    before = blocks[first - 1]
    assert states == [0, first - 1, len(blocks) - 1]
    assert Table.GROUPS in before.delta_tables
    assert [p.code for p in before.problems if p.severity == Severity.REFUSED] == [
        "required_field_empty"
    ]


def test_an_error_comes_across_with_its_sentence(tmp_path):
    absent = tmp_path / "absent"
    with pytest.raises(NoRosterError) as here:
        list(read_blocks(absent, bytes))
    reader = ReaderPair(absent)
    try:
        with pytest.raises(NoRosterError) as there:
            list(reader)
    finally:
        reader.close()

    assert there.value.params == here.value.params
    assert str(there.value) == str(here.value)
    assert absent.name in str(there.value)


@pytest.mark.parametrize(
    ("killed", "told", "read"),
    [
        ("_people", 0, 0),
        ("_people", 0, 1),
        ("_memberships", 1, 0),
        ("_memberships", 1, 3),
    ],
)
def test_a_reader_that_is_killed_is_a_clear_failure(folder, killed, told, read):
    # Nobody says who is known, or which memberships are, so it waits.
    reader = ReaderPair(folder)
    for _ in range(told):
        reader.leave_out(b"")
    blocks = iter(reader)
    for _ in range(read):
        next(blocks)

    process = getattr(reader, killed)._process  # noqa: SLF001 -- as from outside
    os.kill(process.pid, signal.SIGKILL)
    # What it had sent before is still there; then it says so.
    with pytest.raises(ReaderKilledError, match="ended from outside"):
        list(blocks)
    reader.close()


def test_a_reader_that_dies_within_a_block_is_a_clear_failure(tmp_path):
    import multiprocessing  # noqa: PLC0415 -- only here

    ours, theirs = multiprocessing.Pipe(duplex=False)
    reader = ReaderProcess.__new__(ReaderProcess)
    reader._connection = ours  # noqa: SLF001 -- the end of a pipe that we cut
    reader._waiting = reading.Queue(5)  # noqa: SLF001
    reader._is_closed = reading.Event()  # noqa: SLF001
    os.write(theirs.fileno(), b"\x00\x00\x10\x00half a block")
    theirs.close()

    reader._receive()  # noqa: SLF001

    with pytest.raises(ReaderKilledError):
        next(iter(reader))
    ours.close()


def test_a_reader_can_be_closed_while_it_waits_for_the_database(folder, monkeypatch):
    monkeypatch.setattr(reading, "AHEAD", 1)
    reader = ReaderPair(folder)
    reader.leave_out(b"")
    next(iter(reader))
    began = time.monotonic()

    reader.close()

    assert time.monotonic() - began < 10
    for process in (reader._people, reader._memberships):  # noqa: SLF001
        assert not process._process.is_alive()  # noqa: SLF001


def test_whoever_stops_listening_leaves_no_process_behind(folder):
    with open_blocks(folder, large=0) as blocks:
        next(iter(blocks))


def test_a_large_roster_is_synced_like_a_small_one(feed, city, monkeypatch):
    feed.sync(city)
    small = portrait(with_uids=False)
    feed.undo()
    monkeypatch.setitem(open_blocks.__wrapped__.__kwdefaults__, "large", 0)

    feed.sync(city)

    assert portrait(with_uids=False) == small


def test_a_large_roster_of_no_known_format_fails_with_a_sentence(
    feed, tmp_path, monkeypatch
):
    monkeypatch.setitem(open_blocks.__wrapped__.__kwdefaults__, "large", 0)
    folder = tmp_path / "unknown"
    folder.mkdir()
    (folder / "other.csv").write_text("nothing;known\n")

    with pytest.raises(RosterError):
        feed.sync_folder(folder)

    run = SyncRun.objects.get()
    assert run.state == RunState.FAILED
    assert "format" in run.message


def person(given):
    return PersonRow("users.csv", 2, False, "1", given, "Berg", "")  # noqa: FBT003


def test_plain_rows_are_copied_as_text():
    assert as_copy_text([person("Ada")]) == b"users.csv\t2\tFalse\t1\tAda\tBerg\t\n"
    row = MembershipRow("e.csv", 2, False, "7a", "1", "member")  # noqa: FBT003
    assert as_copy_text([row]) == b"e.csv\t2\tFalse\t7a\t1\tmember\n"


@pytest.mark.parametrize("given", ["A\tda", "A\nda", "A\rda", "A\\da", "\\N", "\\."])
def test_rows_with_what_copy_would_misread_are_copied_one_by_one(given):
    assert as_copy_text([person(given)]) is None


def test_names_with_all_kinds_of_letters_arrive(feed, city):
    city.people["s1"].given = "Zoë\\N"
    city.people["s2"].family = 'O"Neil; Łukasz, þorn'

    feed.sync(city)

    assert person_of("s1").given_name == "Zoë\\N"
    assert person_of("s2").family_name == 'O"Neil; Łukasz, þorn'
