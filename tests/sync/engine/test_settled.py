"""People whom nothing happens to are left out of the plan: never one too many."""

import datetime as dt

import pytest

from eduport.people.models import Affiliation, Membership, Person, School
from eduport.sync.models import Change, RowIssue
from eduport.sync.services import settled
from eduport.sync.services.reading import open_blocks
from eduport.sync.services.settled import settle
from eduport.sync.services.sieve import Block, Unsettled
from eduport.sync.types import Table
from tests.sync.portraits import members_of, person_of, portrait
from tests.sync.rosters import role_row
from tests.sync.rosters import settle as forget

EVE = dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


def changes(run):
    found = Change.objects.filter(run=run).order_by("pk")
    return sorted(f"{change.entity}.{change.op}" for change in found)


def plan_of(run):
    """All that a run says: its changes without the ids of new rows, and its issues."""
    said = Change.objects.filter(run=run).values_list(
        "unit", "unit2", "entity", "op", "role", "before", "file", "row"
    )
    issues = RowIssue.objects.filter(run=run).values_list(
        "severity", "code", "file", "row", "field", "params"
    )
    return sorted(said, key=repr), sorted(issues, key=repr)


def people(key):
    return Person.objects.filter(source_key=key)


def roles(key):
    return Affiliation.objects.filter(person__source_key=key)


def give_second_role(key):
    known = roles(key).get()
    Affiliation.objects.create(
        person=known.person,
        school=known.school,
        role="teacher",
        source=known.source,
        started_at=EVE,
    )


@pytest.mark.parametrize(
    ("meddle", "planned"),
    [
        (lambda: people("s1").update(family_name="Other"), ["person.update"]),
        (lambda: people("s1").update(call_name="Other"), ["person.update"]),
        (lambda: people("s1").update(deletion_released_at=EVE), ["person.reopen"]),
        (
            lambda: people("s1").update(home_school=School.objects.get(code="b")),
            ["person.move"],
        ),
        (lambda: roles("s1").update(ended_at=EVE), ["affiliation.reopen"]),
        (
            lambda: roles("s1").update(role="teacher"),
            ["affiliation.create", "affiliation.end"],
        ),
        (lambda: give_second_role("s1"), ["affiliation.end"]),
        (
            lambda: Membership.objects.filter(person__source_key="s1").delete(),
            ["membership.create"],
        ),
    ],
)
def test_what_was_changed_in_between_is_put_right(feed, city, meddle, planned):
    feed.sync(city)
    before = portrait()
    meddle()

    run = feed.sync(city, brake_percent=100)

    assert changes(run) == planned
    assert portrait() == before


def test_who_only_changes_the_class_does_so(feed, city):
    feed.sync(city)
    city.groups["7a"].members.remove("s1")
    city.groups["7b"].members.append("s1")

    run = feed.sync(city, brake_percent=100)

    assert changes(run) == ["membership.create", "membership.delete"]
    assert "s1" in members_of("7b")


def test_a_school_that_takes_no_pupils_any_more_lets_them_go(feed, city):
    feed.sync(city)
    day = dt.date(2100, 8, 1)
    School.objects.filter(code="a").update(pupils_start_on=day)

    feed.sync(city, brake_percent=100)

    assert [p for p in ("s1", "s2", "s3") if person_of(p).deletion_released_at] == [
        "s1",
        "s2",
    ]


def test_a_name_that_is_changed_back_is_the_old_one(feed, city):
    feed.sync(city)
    city.rename("s1", "Schulz")
    feed.sync(city)
    city.rename("s1", "Meyer")

    run = feed.sync(city)

    assert changes(run) == ["person.update"]
    assert person_of("s1").family_name == "Meyer"


def test_after_an_undone_run_the_same_file_does_the_same_again(feed, city):
    feed.sync(city)
    city.rename("s1", "Schulz")
    city.person("s9", "Ida Neu", "A:student")
    city.groups["7a"].members.append("s9")
    first = feed.sync(city)
    after = portrait()
    feed.undo()

    second = feed.sync(city)

    assert changes(first) == [
        "affiliation.create",
        "membership.create",
        "person.create",
        "person.update",
    ]
    assert changes(second) == [
        "affiliation.reopen",
        "membership.create",
        "person.reopen",
        "person.update",
    ]
    assert portrait() == after


def say_nothing(city):
    """The roster of the night before."""


def say_twice(city):
    city.raw["users"] = ["s1,,true,Anna,Meyer,,A"]
    city.raw["roles"] = [",".join(role_row("s2", "A", "student"))]


def say_otherwise(city):
    city.raw["users"] = ["s1,,true,Anna,Other,,A", "s2,,true,Björn,,,A"]
    city.raw["roles"] = [",".join(role_row("t1", "A", "principal"))]


def name_nobody(city):
    city.raw["roles"] = [
        ",".join(role_row("s1", "Z", "student")),
        ",".join(role_row("nobody", "A", "student")),
        ",".join(role_row("s2", "A", "stranger")),
    ]
    city.raw["enrollments"] = ["x,,nothing,A,s1,student,false"]


def lose_rows(city):
    city.raw["roles"] = [",".join(role_row("s1", "A", "student"))]
    del city.people["s1"]
    city.people["s2"].roles = []
    city.people["s2"].roles.append(("B", "student"))
    city.people["s3"].ends["B"] = "2026-01-01"


def end_later(city):
    city.people["s1"].ends["A"] = "2100-01-01"
    city.people["s2"].ends["A"] = "2020-01-01"


def lose_a_school(city):
    city.raw["orgs"] = ["B,tobedeleted,Boole School,school,,,b,"]
    del city.schools["B"]


def double_a_school(city):
    city.raw["orgs"] = ["B,,Boole School,school,,,b,", "A,,Other,school,,,a,"]


def delete_rows(city):
    city.raw["users"] = ["s1,tobedeleted,true,Anna,Meyer,,A"]
    city.raw["roles"] = [",".join(role_row("s2", "A", "student", "", "tobedeleted"))]


def cut_off(city):
    city.raw["roles"] = ['"cut,off']


@pytest.mark.parametrize(
    "change",
    [
        say_nothing,
        say_twice,
        say_otherwise,
        name_nobody,
        lose_rows,
        end_later,
        lose_a_school,
        double_a_school,
        delete_rows,
        cut_off,
    ],
)
def test_the_plan_is_the_same_as_if_nobody_were_left_out(
    feed, city, monkeypatch, change
):
    feed.sync(city)
    change(city)
    planned = plan_of(feed.plan(city))
    feed.at -= dt.timedelta(days=1)
    monkeypatch.setattr(settled, "LIMIT", -2)

    assert plan_of(feed.plan(city)) == planned


def test_only_rows_of_people_with_news_reach_the_database(feed, city, tmp_path):
    feed.sync(city)
    city.rename("s1", "Schulz")
    city.place("s3", "B:student", "A:student")
    folder = city.write(tmp_path / "export")

    found = []
    for large in (0, 10**9):
        known = settle(feed.source.pk, feed.at.date())
        forget()
        with open_blocks(folder, large=large) as blocks:
            blocks.leave_out(known)
            blocks.leave_out(b"")
            found.append([one for one in blocks if isinstance(one, Block | Unsettled)])

    assert found[0] == found[1]
    [unsettled] = [item for item in found[0] if isinstance(item, Unsettled)]
    # Who is at two schools never was settled.
    assert unsettled.keys == ["s1", "s3", "t2"]
    staged = [item for item in found[0] if item[0] == Table.AFFILIATIONS]
    assert sum(block.length for block in staged) == 8
    assert sum(block.text.count(b"\n") for block in staged) == 5


def test_where_there_are_too_many_nobody_is_left_out(feed, city, monkeypatch):
    feed.sync(city)
    monkeypatch.setattr(settled, "LIMIT", -2)

    assert settle(feed.source.pk, feed.at.date()) == b""


def test_who_was_merged_is_compared(feed, city):
    feed.sync(city)
    kept = people("s1").get()
    people("s2").update(merged_into=kept, deletion_released_at=EVE)

    known = settle(feed.source.pk, feed.at.date()).decode()

    keys = {line.split("\t")[0] for line in known.split("\0")[2].split("\n")}
    assert keys == {"t1", "t3", "s3"}
