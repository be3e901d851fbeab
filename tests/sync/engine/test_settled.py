"""People whom nothing happens to are left out of the plan: never one too many."""

import datetime as dt

import pytest

from eduport.people.models import Affiliation, Membership, Person, School
from eduport.sync.models import Change
from tests.sync.portraits import members_of, person_of, portrait

EVE = dt.datetime(2026, 11, 24, 20, tzinfo=dt.UTC)


def changes(run):
    found = Change.objects.filter(run=run).order_by("pk")
    return sorted(f"{change.entity}.{change.op}" for change in found)


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
