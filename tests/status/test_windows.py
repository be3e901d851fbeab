"""Planning, extending and cancelling maintenance."""

import datetime as dt

import pytest
from django.db import connection

from eduport.audit.models import LogEntry
from eduport.status.errors import (
    EndsBeforeStartError,
    FrozenError,
    NoComponentError,
    NoSuchOccurrenceError,
    NotAnExtensionError,
    UnknownRuleError,
    WindowInThePastError,
    WindowsInFreezeError,
    WindowTooLongError,
)
from eduport.status.models import MaintenanceWindow, OccurrenceChange
from eduport.status.queries import current_board
from eduport.status.rules.occurrences import BERLIN, FrozenDays
from eduport.status.services.publishing import publish_board, publish_if_old
from eduport.status.services.windows import (
    WindowDraft,
    add_freeze,
    cancel_occurrence,
    cancel_window,
    extend_occurrence,
    plan_window,
    remove_freeze,
)
from tests.factories.people import NOON
from tests.factories.status import ComponentFactory, FreezeFactory
from tests.status.conftest import DESK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)
START = dt.datetime(2026, 11, 26, 22, tzinfo=BERLIN)
END = START + 2 * HOUR
THURSDAYS = "FREQ=WEEKLY;BYDAY=TH"


def planned(mail, **values):
    values = {"starts_at": START, "ends_at": END, "components": [mail]} | values
    return plan_window(WindowDraft("Umzug", "Moving", **values), by=DESK, at=NOON)


def on_board(at=NOON):
    return [(w.starts_at, w.ends_at) for w in current_board(at).windows]


def test_planned_maintenance_is_on_the_board(mail):
    window = planned(mail)

    [shown] = current_board(NOON).windows
    assert (shown.uid, shown.component_ids) == (str(window.uid), (mail.pk,))
    assert (shown.starts_at, shown.ends_at) == (START, END)
    assert shown.announced_at == START - 72 * HOUR
    assert LogEntry.objects.get().action == "status.window.planned"


def test_a_series_has_no_row_for_each_occurrence(mail):
    planned(mail, rule=THURSDAYS)

    assert on_board() == [(START + n * WEEK, END + n * WEEK) for n in range(5)]
    assert MaintenanceWindow.objects.count() == 1
    assert not OccurrenceChange.objects.exists()


def test_a_series_begins_with_the_first_day_of_its_rule(mail):
    monday = dt.datetime(2026, 11, 23, 22, tzinfo=BERLIN)

    window = planned(mail, starts_at=monday, ends_at=monday + 2 * HOUR, rule=THURSDAYS)

    assert (window.starts_at, window.ends_at) == (START, END)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"components": []}, NoComponentError),
        ({"ends_at": START}, EndsBeforeStartError),
        ({"ends_at": START + 8 * 24 * HOUR}, WindowTooLongError),
        ({"starts_at": NOON - 2 * HOUR, "ends_at": NOON}, WindowInThePastError),
        ({"rule": "FREQ=HOURLY"}, UnknownRuleError),
        ({"rule": THURSDAYS, "last_day_on": dt.date(2026, 1, 1)}, UnknownRuleError),
    ],
)
def test_what_makes_no_sense_is_refused(mail, values, error):
    with pytest.raises(error):
        planned(mail, **values)
    assert not MaintenanceWindow.objects.exists()


def test_days_without_maintenance_refuse_a_window(mail):
    FreezeFactory(starts_on=START.date(), last_day_on=START.date())

    with pytest.raises(FrozenError, match=r"26\.11\.2026"):
        planned(mail)
    later = planned(mail, starts_at=END, ends_at=END + HOUR)
    assert later.starts_at == END


def test_a_series_leaves_such_days_out_and_comes_back_when_they_go(mail):
    planned(mail, rule=THURSDAYS)
    days = FrozenDays(dt.date(2026, 12, 1), dt.date(2026, 12, 12))
    freeze = add_freeze("Zeugnisse", "", days, by=DESK, at=NOON)
    assert on_board() == [(START + n * WEEK, END + n * WEEK) for n in (0, 3, 4)]

    remove_freeze(freeze, by=DESK, at=NOON)

    assert len(on_board()) == 5


def test_days_are_not_kept_free_while_a_single_window_stands_there(mail):
    window = planned(mail)
    days = FrozenDays(START.date(), START.date())

    with pytest.raises(WindowsInFreezeError, match="Umzug"):
        add_freeze("Zeugnisse", "", days, by=DESK, at=NOON)
    cancel_window(window.pk, by=DESK, at=NOON)
    add_freeze("Zeugnisse", "", days, by=DESK, at=NOON)


def test_a_running_occurrence_is_extended(mail):
    window = planned(mail, rule=THURSDAYS)

    extend_occurrence(window.pk, START, END + HOUR, by=DESK, at=START + HOUR)

    assert on_board()[:2] == [(START, END + HOUR), (START + WEEK, END + WEEK)]
    assert current_board(NOON).windows[0].extended_at == START + HOUR


def test_an_extension_is_later_and_not_for_ever(mail):
    window = planned(mail)

    with pytest.raises(NotAnExtensionError, match=r"27\.11\.2026"):
        extend_occurrence(window.pk, START, END, by=DESK, at=NOON)
    with pytest.raises(WindowTooLongError):
        extend_occurrence(window.pk, START, END + WEEK, by=DESK, at=NOON)


def test_an_extension_into_days_without_maintenance_is_refused(mail):
    window = planned(mail)
    FreezeFactory(starts_on=END.date(), last_day_on=END.date())

    with pytest.raises(FrozenError):
        extend_occurrence(window.pk, START, END + HOUR, by=DESK, at=NOON)


def test_one_occurrence_is_cancelled_and_shown_as_such(mail):
    window = planned(mail, rule=THURSDAYS)

    cancel_occurrence(window.pk, START + WEEK, by=DESK, at=NOON)

    assert [w.cancelled_at for w in current_board(NOON).windows][:3] == [
        None,
        NOON,
        None,
    ]
    with pytest.raises(NoSuchOccurrenceError):
        extend_occurrence(window.pk, START + WEEK, END + 2 * WEEK, by=DESK, at=NOON)


def test_what_is_over_or_never_was_is_not_changed(mail):
    window = planned(mail, rule=THURSDAYS)

    with pytest.raises(NoSuchOccurrenceError):
        cancel_occurrence(window.pk, START, by=DESK, at=END)
    with pytest.raises(NoSuchOccurrenceError):
        cancel_occurrence(window.pk, START + HOUR, by=DESK, at=NOON)


def test_cancelling_twice_keeps_the_first_time(mail):
    window = planned(mail, rule=THURSDAYS)

    cancel_window(window.pk, by=DESK, at=NOON)
    cancelled = cancel_window(window.pk, by=DESK, at=NOON + HOUR)

    assert cancelled.cancelled_at == NOON
    assert {w.cancelled_at for w in current_board(NOON).windows} == {NOON}


def test_what_happens_once_is_shown_however_far_ahead(mail):
    planned(mail, starts_at=START + 20 * WEEK, ends_at=END + 20 * WEEK)

    assert on_board() == [(START + 20 * WEEK, END + 20 * WEEK)]


@pytest.mark.parametrize("count", [1, 30])
def test_many_windows_are_read_with_the_same_queries(
    mail, count, django_assert_num_queries
):
    for _ in range(count):
        planned(mail, rule=THURSDAYS)
    connection.queries_log.clear()

    with django_assert_num_queries(13):
        publish_board(at=NOON)


def test_the_board_is_written_anew_every_minute(mail):
    publish_board(at=NOON)

    assert publish_if_old(at=NOON + dt.timedelta(seconds=59)) is False
    assert publish_if_old(at=NOON + dt.timedelta(seconds=60)) is True
    assert current_board(NOON).made_at == NOON + dt.timedelta(seconds=60)


def test_a_new_service_is_in_no_single_window(mail):
    planned(mail)

    assert ComponentFactory().maintenancewindow_set.count() == 0
