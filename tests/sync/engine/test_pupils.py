"""Pupils come when their school has been switched on."""

import datetime as dt

import pytest

from eduport.people.models import Person, School
from eduport.sync.models import RowIssue
from tests.sync.portraits import built_in_members, members_of

STAFF = {"t1", "t2", "t3"}


def people():
    return set(Person.objects.values_list("source_key", flat=True))


def switch_on(day):
    School.objects.update(pupils_start_on=day)


def test_a_new_school_takes_staff_only_if_the_operator_says_so(feed, city):
    run = feed.sync(city, switches_on_new_schools=False)

    assert people() == STAFF
    assert set(members_of("7a")) == {"t1"}
    notes = RowIssue.objects.filter(run=run, code="school_not_switched_on")
    assert [note.params for note in notes] == [
        {"school": "Ada School", "count": 2},
        {"school": "Boole School", "count": 1},
    ]


def test_a_new_school_takes_pupils_at_once_by_default(feed, city):
    feed.sync(city)

    assert people() > STAFF
    assert School.objects.get(code="a").pupils_start_on == feed.at.date()


@pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_pupils_are_taken_from_the_first_day_on(feed, city, days, is_taken):
    feed.sync(city, switches_on_new_schools=False)
    tomorrow = feed.at.date() + dt.timedelta(days=1)
    switch_on(tomorrow + dt.timedelta(days=days))

    feed.sync(city, switches_on_new_schools=False)

    assert (people() > STAFF) == is_taken


def test_the_first_day_begins_at_midnight_in_hamburg(feed, city):
    feed.sync(city, switches_on_new_schools=False)
    switch_on(dt.date(2026, 12, 1))
    feed.at = dt.datetime(2026, 11, 29, 23, 30, tzinfo=dt.UTC)

    feed.sync(city, switches_on_new_schools=False)

    assert people() > STAFF


def test_a_school_that_is_not_switched_on_shows_no_pupil_in_its_groups(feed, city):
    feed.sync(city, switches_on_new_schools=False)

    assert built_in_members("a", "school") == {"t1", "t2"}


def test_a_school_that_is_switched_on_alone_takes_its_own_pupils(feed, city):
    feed.sync(city, switches_on_new_schools=False)
    School.objects.filter(code="b").update(pupils_start_on=feed.at.date())

    feed.sync(city, switches_on_new_schools=False)

    assert people() == STAFF | {"s3"}
