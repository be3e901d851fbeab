"""Memberships that the reader leaves out: nothing may be lost with them."""

import pytest

from eduport.people.models import Membership
from eduport.sync.models import Change, RowIssue
from eduport.sync.services.reading import open_blocks
from eduport.sync.services.sieve import Block, Gone, Keys, read_memberships
from eduport.sync.services.unchanged import Unchanged, known_memberships
from eduport.sync.types import MembershipRow, Table
from tests.sync.portraits import members_of
from tests.sync.rosters import enrollment_row


def row(group, person, role="member", *, is_deleted=False):
    return MembershipRow("enrollments.csv", 2, is_deleted, group, person, role)


def test_a_row_of_nobody_is_reported_again_every_night(feed, city):
    feed.sync(city)
    city.person("s9", "Ida Neu", "A:student")
    city.groups["7a"].members.append("s9")
    feed.sync(city)
    del city.people["s9"]

    runs = [feed.sync(city, brake_percent=100) for _ in range(2)]

    assert "s9" not in members_of("7a")
    for run in runs:
        issues = RowIssue.objects.filter(run=run, code="unknown_person")
        assert [issue.params["key"] for issue in issues] == ["s9"]


def test_a_row_that_stands_twice_in_the_file_changes_nothing(feed, city):
    feed.sync(city)
    line = ",".join(enrollment_row("7a", "A", "s1"))
    city.raw["enrollments"] = [line, line]

    run = feed.sync(city)

    assert not Change.objects.filter(run=run).exists()


def test_keys_with_a_backslash_are_compared_all_the_same(feed, city):
    city.person("s\\9", "Ida Neu", "A:student")
    city.groups["7a"].members.append("s\\9")
    feed.sync(city)
    city.groups["7a"].members.remove("s1")

    run = feed.sync(city)

    assert sorted(members_of("7a")) == ["s2", "s\\9", "t1"]
    assert [change.op for change in Change.objects.filter(run=run)] == ["delete"]


def test_a_process_of_its_own_leaves_out_the_same(feed, city, tmp_path):
    feed.sync(city)
    known = known_memberships(feed.source.pk, feed.at.date())
    city.groups["7a"].members = ["s2", "s3"]
    folder = city.write(tmp_path / "export")

    found = []
    for large in (0, 10**9):
        with open_blocks(folder, large=large) as blocks:
            blocks.leave_out(b"")
            blocks.leave_out(known)
            found.append([item for item in blocks if isinstance(item, Block | Gone)])

    assert found[0] == found[1]
    memberships = [item for item in found[0] if item[0] == Table.MEMBERSHIPS]
    assert [block.length for block in memberships] == [Membership.objects.count()]
    assert [block.text.count(b"\n") for block in memberships] == [1]
    assert found[0][-1] == Gone(b"7a\ts1\tmember\n")


@pytest.mark.parametrize("missing", [set(), {"s1"}])
def test_keys_that_come_late_say_the_same(feed, city, tmp_path, missing):
    feed.sync(city)
    known = known_memberships(feed.source.pk, feed.at.date())
    city.groups["7a"].members.append("s3")
    folder = city.write(tmp_path / "export")
    groups, persons = set(city.groups), set(city.people) - missing

    at_once = list(
        read_memberships(folder, lambda: known, lambda _: Keys(groups, persons))
    )
    late = list(
        read_memberships(
            folder, lambda: known, lambda wait: Keys(groups, persons) if wait else None
        )
    )

    assert late == at_once
    assert late[0].text.count(b"\n") == 1 + len(missing)


def test_deleted_rows_and_rows_of_nobody_go_to_the_database():
    unchanged = Unchanged(b"g\ta\tmember\ng\tb\tmember\n", {"g"}, {"a"})
    deleted, stray = row("g", "a", is_deleted=True), row("g", "b")

    assert unchanged.only_new([row("g", "a"), deleted, stray]) == [deleted, stray]
    assert unchanged.left() == b"g\tb\tmember\n"


def test_a_year_that_ended_long_ago_is_not_told_but_compared_if_delivered(feed, city):
    city.sessions["Y26"] = ("2024/25", "schoolYear", "2024-08-01", "2025-08-01")
    feed.sync(city)
    known = known_memberships(feed.source.pk, feed.at.date())
    unchanged = feed.sync(city)
    city.groups["7a"].members.remove("s1")

    feed.sync(city)

    assert sorted(known.splitlines()) == [b"team\tt1\tmember", b"team\tt2\tmember"]
    assert not Change.objects.filter(run=unchanged).exists()
    assert members_of("7a") == {"s2": "member", "t1": "leader"}


def test_a_year_that_ended_long_ago_keeps_its_members_when_it_is_gone(feed, city):
    old = ("2024/25", "schoolYear", "2024-08-01", "2025-08-01")
    city.sessions["Y26"] = old
    feed.sync(city)
    city.sessions = {"Y27": ("2026/27", "schoolYear", "2026-08-01", "2027-08-01")}
    city.groups = {"team": city.groups["team"]}

    run = feed.sync(city)

    assert members_of("7a") == {"s1": "member", "s2": "member", "t1": "leader"}
    assert not Change.objects.filter(run=run, entity="membership").exists()


def test_the_picture_of_an_earlier_year_keeps_nobody_from_being_told(feed, city):
    feed.sync(city)
    city.sessions["Y27"] = ("2027/28", "schoolYear", "2027-08-01", "2028-08-01")
    city.groups["7a"].session = "Y27"
    feed.sync(city)

    known = known_memberships(feed.source.pk, feed.at.date())

    assert b"7a\ts1\tmember\n" in known
