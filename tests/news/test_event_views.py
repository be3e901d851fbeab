"""The pages of events and the calendar."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.news.models import Event
from tests.factories.news import (
    EventFactory,
)
from tests.news.browsing import text, url

pytestmark = pytest.mark.django_db
CALENDAR = reverse("news:calendar")
DAY = dt.timedelta(days=1)


def test_events_are_entered_with_times_or_with_days(client, school, principal):
    client.force_login(principal)
    values = {"title": "Konferenz", "kind": "conference", "location": "Aula"}
    write = reverse("news:write_event")

    day = {"first_day": "2026-12-03"}
    timed = day | {"start_time": "15:00", "end_time": "17:00"}
    client.post(write, values | timed | {"repeated": "FREQ=WEEKLY"})
    client.post(write, values | {"first_day": "2026-12-22"})
    neither = client.post(write, values)
    half = client.post(write, values | timed | {"repeated_until": "2027-01-01"})

    first, second = Event.objects.order_by("pk")
    assert (first.rule, first.place, first.starts_at.hour) == (
        "FREQ=WEEKLY",
        "Aula",
        14,
    )
    assert (second.starts_on, second.last_day_on) == (dt.date(2026, 12, 22),) * 2
    assert neither.status_code == half.status_code == 422
    initial = client.get(url("change_event", first)).context["form"].initial
    assert (initial["repeated"], initial["own_rule"]) == ("FREQ=WEEKLY", "")
    client.post(url("change_event", first), values | timed | {"own_rule": ""})
    first.refresh_from_db()
    assert (first.rule, first.over_on) == ("", dt.date(2026, 12, 3))


@pytest.mark.parametrize(
    ("typed_in", "words"),
    [
        ({"start_time": "15:00"}, "beide Uhrzeiten"),
        ({"end_time": "15:00"}, "beide Uhrzeiten"),
        ({"start_time": "15:00", "end_time": "15:00"}, "liegt nicht nach dem Beginn"),
        ({"last_day": "2026-12-02"}, "Der letzte Tag liegt vor dem ersten"),
        (
            {"first_day": "2026-03-29", "start_time": "02:30", "end_time": "04:00"},
            "konnte mit der Zeitzone",
        ),
    ],
)
def test_times_that_make_no_sense_come_back(client, principal, typed_in, words):
    client.force_login(principal)
    values = {"title": "Konferenz", "kind": "conference", "first_day": "2026-12-03"}

    page = client.post(reverse("news:write_event"), values | typed_in)

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        ("2026-12-08", "FREQ=MONTHLY;BYDAY=2TU"),
        ("2026-12-31", "FREQ=MONTHLY;BYDAY=-1TH"),
    ],
)
def test_every_second_tuesday_needs_no_notation(client, principal, day, rule):
    client.force_login(principal)
    values = {"title": "Rat", "kind": "conference", "first_day": day}

    client.post(reverse("news:write_event"), values | {"repeated": "weekday"})

    event = Event.objects.get()
    initial = client.get(url("change_event", event)).context["form"].initial
    assert (event.rule, initial["repeated"]) == (rule, "weekday")


def test_whole_days_of_a_series_move_without_times(client, school, principal):
    days = {"starts_on": dt.date(2026, 12, 1), "last_day_on": dt.date(2026, 12, 1)}
    none = {"starts_at": None, "ends_at": None, "over_on": None}
    event = EventFactory(school=school, rule="FREQ=YEARLY", **days, **none)
    client.force_login(principal)
    address = reverse("news:change_day", args=[event.uid, "2027-12-01"])

    form = client.get(address).context["form"]
    client.post(address, {"first_day": "2027-12-02"})

    assert set(form.fields) == {"first_day", "last_day", "location"}
    assert event.exceptions.get().starts_on == dt.date(2027, 12, 2)


def test_events_are_never_planned_and_expire(client, school, principal):
    today = timezone.localdate()
    over = {"begins_on": today - DAY, "over_on": today - DAY}
    EventFactory(school=school, title="vorbei", **over)
    EventFactory(school=school, title="heute", begins_on=today, over_on=today)
    client.force_login(principal)
    address = reverse("news:manage_events")

    page = client.get(address, {"state": "expired"})
    planned = client.get(address, {"state": "planned"})

    [row] = page.context["rows"]
    assert (row["object"].title, row["tag"]["word"]) == ("vorbei", "abgelaufen")
    choices = [
        value for value, _label in page.context["filter_form"]["state"].field.choices
    ]
    assert "planned" not in choices
    assert planned.status_code == 200


def test_a_day_is_left_out_by_hand(client, school, principal):
    event = EventFactory(school=school, rule="FREQ=WEEKLY", over_on=None)
    client.force_login(principal)

    wrong = client.post(url("skip_day", event), {"day": "2026-12-09"})
    client.post(url("skip_day", event), {"day": "2026-12-08"})
    skipped = [one.occurs_on for one in event.exceptions.all()]
    page = text(client, url("manage_event", event))
    back = reverse("news:restore_day", args=[event.uid, "2026-12-08"])
    client.post(back)

    assert "findet der Termin nicht statt" in wrong.content.decode()
    assert "Fällt aus am" in page
    assert skipped == [dt.date(2026, 12, 8)]
    assert back in page
    assert not event.exceptions.exists()
    bad = reverse("news:restore_day", args=[event.uid, "gestern"])
    assert client.post(bad).status_code == 404


def test_one_day_is_changed_by_hand_and_shown_everywhere(
    client, school, principal, teacher
):
    event = EventFactory(
        school=school, rule="FREQ=WEEKLY", over_on=None, place="Aula", title="Chor"
    )
    address = reverse("news:change_day", args=[event.uid, "2026-12-08"])
    client.force_login(principal)

    form = client.get(address).context["form"].initial
    typed_in = {"first_day": "2026-12-09", "start_time": "08:00", "end_time": "09:00"}
    wrong = client.post(address, typed_in | {"end_time": "08:00"})
    done = client.post(address, typed_in | {"location": "Turnhalle"})
    page = text(client, url("manage_event", event), **{"from": "2026-12-02"})

    assert (form["start_time"], form["location"]) == (dt.time(19), "Aula")
    assert wrong.status_code == 422
    assert "Das Ende liegt nicht nach dem Beginn." in wrong.content.decode()
    assert done.url == url("manage_event", event)
    assert "Mi, 09.12.2026, 08:00 bis 09:00 Uhr, Turnhalle" in page
    assert f'href="{address}"' in page
    client.force_login(teacher)
    shown = client.get(CALENDAR, {"view": "week", "on": "2026-12-08"})
    [day] = shown.context["busy_days"]
    assert (day.day.day, "(geändert)" in shown.content.decode()) == (9, True)
    assert client.post(address, typed_in).status_code == 404


def test_only_days_of_the_series_can_be_changed(client, school, principal):
    event = EventFactory(school=school, rule="FREQ=WEEKLY", over_on=None)
    once = EventFactory(school=school)
    client.force_login(principal)

    for one, day in ((event, "2026-12-09"), (event, "x"), (once, "2026-12-01")):
        address = reverse("news:change_day", args=[one.uid, day])
        assert client.get(address).status_code == 404


def test_later_times_of_an_event_are_on_further_pages(client, school, principal):
    event = EventFactory(school=school, rule="FREQ=WEEKLY;COUNT=15", over_on=None)
    client.force_login(principal)
    page = url("manage_event", event)

    first = client.get(page, {"from": "2026-12-01"})
    second = client.get(f"{page}?{first.context['later']}")
    senseless = client.get(page, {"from": "0000"})

    days = [one.occurrence.occurs_on for one in second.context["occurrences"]]
    assert days == [dt.date(2027, 2, 9) + week * 7 * DAY for week in range(5)]
    assert second.context["later"] == ""
    assert senseless.status_code == 200


def test_the_buttons_of_an_event_do_what_they_say(client, school, principal):
    event = EventFactory(school=school, published_at=None)
    client.force_login(principal)

    client.post(url("publish_event", event))
    client.post(url("withdraw_event", event))
    event.refresh_from_db()
    withdrawn = event.published_at
    client.post(url("trash_event", event))
    event.refresh_from_db()
    trashed = event.trashed_at
    client.post(url("restore_event", event))
    event.refresh_from_db()

    assert (withdrawn, trashed is None, event.trashed_at) == (None, False, None)
    listed = client.get(reverse("news:manage_events"), {"state": "draft", "q": "abend"})
    assert [row["object"] for row in listed.context["rows"]] == [event]


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_the_calendar_shows_what_is_meant_for_somebody(client, school, teacher, view):
    EventFactory(school=school, title="Weihnachtsmarkt", kind="school")
    EventFactory(school=school, title="Klausur", kind="exam")
    EventFactory(school=school, title="Nur Büro", audience=[(school, "office", None)])
    client.force_login(teacher)

    page = text(client, CALENDAR, view=view, on="2026-12-01", kind="school")

    assert "Weihnachtsmarkt" in page
    assert "Klausur" not in page
    assert "Nur Büro" not in page
    assert "kind=school" in page
    empty = text(client, CALENDAR, view=view, on="2027-06-01")
    assert "Keine Termine" in empty


def test_a_calendar_without_sense_is_that_of_this_month(client, teacher):
    client.force_login(teacher)

    page = client.get(CALENDAR, {"view": "x", "on": "gestern", "kind": "?"})

    assert page.context["calendar"].on == timezone.localdate()


def test_several_days_stand_on_each_of_them(client, school, teacher):
    EventFactory(
        school=school,
        title="Klassenfahrt",
        starts_at=None,
        ends_at=None,
        starts_on=dt.date(2026, 12, 1),
        last_day_on=dt.date(2026, 12, 3),
        over_on=dt.date(2026, 12, 3),
    )
    client.force_login(teacher)

    page = client.get(CALENDAR, {"view": "week", "on": "2026-12-01"})

    busy = [day.day.day for day in page.context["busy_days"]]
    assert busy == [1, 2, 3]
