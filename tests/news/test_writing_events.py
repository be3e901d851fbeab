"""Events, their repetition, and single days of it."""

import datetime as dt

import pytest

from eduport.news.errors import (
    EndBeforeStartError,
    InTrashError,
    LastDayBeforeFirstError,
    NeverTakesPlaceError,
    NoSuchDayError,
    UnsuitableRuleError,
)
from eduport.news.models import Event
from eduport.news.services.days import DayDraft, change_day, restore_day, skip_day
from eduport.news.services.events import change_event, write_event
from eduport.news.services.publishing import (
    move_to_trash,
)
from tests.factories.people import NOON
from tests.news.drafts import actions, event_draft

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TUESDAY = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)


def test_an_event_knows_its_first_and_last_day(school, principal):
    by = principal.actor

    once = write_event(school, event_draft(), by=by, at=NOON)
    counted = write_event(
        school, event_draft(rule="FREQ=WEEKLY;COUNT=3"), by=by, at=NOON
    )
    endless = write_event(school, event_draft(rule="FREQ=WEEKLY"), by=by, at=NOON)
    until = write_event(
        school,
        event_draft(rule="FREQ=WEEKLY", repeated_until=dt.date(2026, 12, 14)),
        by=by,
        at=NOON,
    )

    last = [one.over_on and one.over_on.day for one in (once, counted, endless, until)]
    assert last == [1, 15, None, 8]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"ends_at": TUESDAY}, EndBeforeStartError),
        (
            {
                "starts_at": None,
                "ends_at": None,
                "starts_on": NOON.date(),
                "last_day_on": NOON.date() - DAY,
            },
            LastDayBeforeFirstError,
        ),
        ({"rule": "FREQ=WEEKLY;BYDAY=FR"}, UnsuitableRuleError),
        ({"rule": "FREQ=SECONDLY"}, UnsuitableRuleError),
        ({"rule": "FREQ=DAILY;COUNT=1001"}, UnsuitableRuleError),
        ({"rule": "FREQ=DAILY;COUNT=0"}, UnsuitableRuleError),
        (
            {"rule": "FREQ=DAILY;COUNT=2", "repeated_until": dt.date(2027, 1, 1)},
            UnsuitableRuleError,
        ),
        (
            {"rule": "FREQ=DAILY", "repeated_until": dt.date(2026, 11, 30)},
            NeverTakesPlaceError,
        ),
    ],
)
def test_an_event_that_makes_no_sense_is_refused(school, principal, values, error):
    with pytest.raises(error):
        write_event(school, event_draft(**values), by=principal.actor, at=NOON)
    assert not Event.objects.exists()


def test_a_day_is_left_out_and_taken_back(school, principal):
    by = principal.actor
    event = write_event(school, event_draft(rule="FREQ=WEEKLY"), by=by, at=NOON)
    day = dt.date(2026, 12, 8)

    skip_day(event, day, by=by, at=NOON)
    skip_day(event, day, by=by, at=NOON)
    skipped = list(event.exceptions.values_list("occurs_on", flat=True))
    with pytest.raises(NoSuchDayError):
        skip_day(event, day + DAY, by=by, at=NOON)
    restore_day(event, day, by=by, at=NOON)
    restore_day(event, day, by=by, at=NOON)

    assert skipped == [day]
    assert not event.exceptions.exists()
    assert Event.objects.get().sequence == 2
    assert actions() == ["news.event.day_skipped", "news.event.day_restored"]


def on_day(day, hour=8, **values):
    """An hour on a day of December, on the clock of London."""
    start = dt.datetime(2026, 12, day, hour, tzinfo=dt.UTC)
    return DayDraft(starts_at=start, ends_at=start + dt.timedelta(hours=1), **values)


def test_a_day_is_moved_and_put_back(school, principal):
    by = principal.actor
    draft = event_draft(rule="FREQ=WEEKLY;COUNT=2", place="Aula")
    event = write_event(school, draft, by=by, at=NOON)
    day = dt.date(2026, 12, 8)

    for _ in range(2):
        change_day(event, day, on_day(20, place="Turnhalle"), by=by, at=NOON)
    [moved] = event.exceptions.all()
    event.refresh_from_db()
    bounds = event.begins_on.day, event.over_on.day
    planned = TUESDAY + 7 * DAY
    as_ever = DayDraft(
        starts_at=planned, ends_at=planned + dt.timedelta(hours=2), place="Aula"
    )
    for _ in range(2):
        change_day(event, day, as_ever, by=by, at=NOON)

    assert (moved.starts_at.day, moved.place) == (20, "Turnhalle")
    assert bounds == (1, 20)
    assert not event.exceptions.exists()
    event.refresh_from_db()
    assert (event.over_on.day, event.sequence) == (8, 2)
    assert actions() == ["news.event.day_changed", "news.event.day_restored"]


def test_the_first_day_can_be_brought_forward_and_then_left_out(school, principal):
    by = principal.actor
    event = write_event(school, event_draft(rule="FREQ=DAILY"), by=by, at=NOON)

    change_day(event, TUESDAY.date(), on_day(1, hour=2), by=by, at=NOON)
    change_day(event, TUESDAY.date() + DAY, on_day(2, hour=2), by=by, at=NOON)
    skip_day(event, TUESDAY.date(), by=by, at=NOON)

    first, second = event.exceptions.all()
    assert (first.is_left_out, second.is_left_out, second.place) == (True, False, "")


def test_a_place_alone_can_be_another_and_whole_days_can_move(school, principal):
    by = principal.actor
    days = {"starts_on": NOON.date(), "last_day_on": NOON.date()}
    draft = event_draft(starts_at=None, ends_at=None, rule="FREQ=YEARLY", **days)
    event = write_event(school, draft, by=by, at=NOON)
    elsewhere = DayDraft(**days, place="Stadtpark")
    before = {name: day - DAY for name, day in days.items()}

    change_day(event, NOON.date(), elsewhere, by=by, at=NOON)
    place = event.exceptions.get().place
    change_day(event, NOON.date(), DayDraft(**before), by=by, at=NOON)

    assert place == "Stadtpark"
    assert Event.objects.get().begins_on == NOON.date() - DAY
    change_day(event, NOON.date(), DayDraft(**days), by=by, at=NOON)
    assert not event.exceptions.exists()


def test_a_day_that_cannot_be_so_is_refused(school, principal):
    by = principal.actor
    event = write_event(school, event_draft(rule="FREQ=WEEKLY"), by=by, at=NOON)
    day = TUESDAY.date()
    backwards = DayDraft(starts_at=TUESDAY, ends_at=TUESDAY)

    for when, draft, error in (
        (day + DAY, on_day(3), NoSuchDayError),
        (day, backwards, EndBeforeStartError),
        (day, DayDraft(starts_on=day, last_day_on=day), ValueError),
    ):
        with pytest.raises(error):
            change_day(event, when, draft, by=by, at=NOON)
    move_to_trash(event, by=by, at=NOON)
    with pytest.raises(InTrashError):
        change_day(event, day, on_day(3), by=by, at=NOON)
    with pytest.raises(InTrashError):
        skip_day(event, day, by=by, at=NOON)
    assert not event.exceptions.exists()


def test_days_at_other_times_are_forgotten_where_there_are_only_days(school, principal):
    by = principal.actor
    event = write_event(school, event_draft(rule="FREQ=DAILY"), by=by, at=NOON)
    change_day(event, TUESDAY.date(), on_day(1), by=by, at=NOON)
    skip_day(event, TUESDAY.date() + DAY, by=by, at=NOON)
    days = {"starts_on": TUESDAY.date(), "last_day_on": TUESDAY.date()}

    draft = event_draft(starts_at=None, ends_at=None, rule="FREQ=DAILY", **days)
    change_event(event.pk, draft, by=by, at=NOON)

    assert [one.occurs_on.day for one in event.exceptions.all()] == [2]


def test_only_days_that_the_new_rule_names_stay_left_out(school, principal):
    by = principal.actor
    event = write_event(school, event_draft(rule="FREQ=DAILY"), by=by, at=NOON)
    for day in (2, 8):
        skip_day(event, dt.date(2026, 12, day), by=by, at=NOON)

    change_event(event.pk, event_draft(rule="FREQ=WEEKLY"), by=by, at=NOON)

    assert [one.occurs_on.day for one in event.exceptions.all()] == [8]
