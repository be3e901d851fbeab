"""The pages: who gets what, what they say, and what happens."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from eduport.news.models import Event, NewsItem
from eduport.people.models import Role
from tests.factories.news import (
    CurrentItemFactory,
    EventFactory,
    PictureFactory,
    drawn,
)
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
)
from tests.news.conftest import account_at

pytestmark = pytest.mark.django_db
MANAGE, WRITE = reverse("news:manage"), reverse("news:write_item")
LIST, CALENDAR = reverse("news:list"), reverse("news:calendar")
DAY = dt.timedelta(days=1)


def url(name, one):
    return reverse(f"news:{name}", args=[one.uid])


def text(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def typed(**values):
    now = timezone.localtime()
    form = "%Y-%m-%dT%H:%M"
    return {
        "title": "Schulfest",
        "text": "Am **Freitag** feiern wir.",
        "starts_at": now.strftime(form),
        "ends_at": (now + 10 * DAY).strftime(form),
    } | values


def test_a_head_writes_previews_and_publishes(client, school, principal):
    client.force_login(principal)

    written = client.post(WRITE, typed(signed_as="Schulleitung"))
    item = NewsItem.objects.get()
    page = text(client, url("manage_item", item))
    client.post(url("publish_item", item))

    assert written.url == url("manage_item", item)
    assert "Entwurf" in page
    assert "<strong>Freitag</strong>" in page
    item.refresh_from_db()
    assert (item.school, item.is_public, item.published_at is not None) == (
        *(school, False),
        True,
    )
    assert "Schulfest" in text(client, LIST)


def test_public_is_never_preset_and_said_again(client, school, principal):
    client.force_login(principal)
    form = text(client, WRITE)
    client.post(WRITE, typed(is_public="on"))
    item = NewsItem.objects.get()

    asked = text(client, url("publish_item", item))
    refused = client.post(url("publish_item", item))
    client.post(url("publish_item", item), {"is_meant_public": "on"})

    assert form.count('name="is_public"') == 1
    assert "checked" not in form.partition('name="is_public"')[2].partition(">")[0]
    assert "Das können alle im Internet lesen" in asked
    assert "Hafenschule" in asked.partition("Gerichtet an")[2].partition("</dl>")[0]
    assert refused.status_code == 422
    item.refresh_from_db()
    assert item.published_at is not None
    client.logout()
    assert "Schulfest" in text(client, url("item", item))


def test_a_form_that_makes_no_sense_comes_back(client, principal):
    client.force_login(principal)

    response = client.post(WRITE, typed(ends_at="2020-01-01T00:00"))

    assert response.status_code == 422
    assert "Das Ende liegt nicht nach dem Beginn." in response.content.decode()
    assert not NewsItem.objects.exists()


def test_groups_and_schools_are_offered_only_of_the_own_places(
    client, school, elsewhere, principal, central_team
):
    group = GroupFactory(school=school, name="7a")
    GroupFactory(school=elsewhere, name="9z")
    client.force_login(principal)
    own = text(client, WRITE)
    client.post(WRITE, typed(groups=[group.pk], roles=["student"]))
    client.force_login(central_team)
    everywhere = text(client, WRITE)
    client.post(WRITE, typed(schools="deich", title="Behörde"))
    unknown = client.post(WRITE, typed(schools="nirgends"))

    assert ("7a" in own, "9z" in own, 'name="schools"' in own) == (True, False, False)
    assert 'name="place"' in everywhere
    item, other = NewsItem.objects.order_by("pk")
    assert list(item.audience.values_list("group", "role")) == [(group.pk, "student")]
    assert (other.school, other.audience.get().school) == (None, elsewhere)
    assert "Es gibt keine Schule mit dem Kürzel nirgends." in unknown.content.decode()


def test_who_publishes_at_two_schools_chooses_one(client, school, elsewhere):
    account = account_at(school, Role.PRINCIPAL)
    AffiliationFactory(person=account.person, school=elsewhere, role=Role.PRINCIPAL)
    client.force_login(account)

    client.post(WRITE, typed(place="deich"))

    assert NewsItem.objects.get().school == elsewhere


def test_changing_keeps_the_audience_and_asks_again_for_public(
    client, school, principal
):
    item = CurrentItemFactory(
        school=school, audience=[(school, "teacher", None), (school, "office", None)]
    )
    client.force_login(principal)

    initial = client.get(url("change_item", item)).context["form"].initial
    client.post(url("change_item", item), typed(roles=["office"], is_public="on"))

    assert initial["roles"] == ["office", "teacher"]
    item.refresh_from_db()
    assert (item.title, item.published_at) == ("Schulfest", None)
    assert item.audience.get().role == "office"


def test_the_trash_has_a_button_that_undoes_it(client, school, principal):
    item = CurrentItemFactory(school=school)
    client.force_login(principal)

    client.post(url("trash_item", item))
    gone = client.get(url("item", item)).status_code
    page = text(client, url("manage_item", item))
    listed = text(client, MANAGE, state="trash")
    client.post(url("restore_item", item))

    assert gone == 404
    assert url("restore_item", item) in page
    assert item.title in listed
    assert client.get(url("item", item)).status_code == 200


@pytest.mark.parametrize("state", ["", "draft", "planned", "active", "expired"])
def test_the_list_is_filtered_by_state(client, school, principal, state):
    now = timezone.now()
    CurrentItemFactory(school=school, title="draft!", published_at=None)
    later = {"starts_at": now + DAY, "published_at": now, "created_at": now}
    CurrentItemFactory(school=school, title="planned!", **later)
    CurrentItemFactory(school=school, title="active!")
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    CurrentItemFactory(school=school, title="expired!", **over)
    client.force_login(principal)

    page = client.get(MANAGE, {"state": state})

    titles = {row["object"].title for row in page.context["rows"]}
    everything = {"draft!", "planned!", "active!", "expired!"}
    assert titles == ({f"{state}!"} if state else everything)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(
    client, school, principal, number, django_assert_max_num_queries
):
    for _ in range(number):
        CurrentItemFactory(school=school)
        EventFactory(school=school, rule="FREQ=WEEKLY", over_on=None)
    client.force_login(principal)
    month = {"on": "2026-12-01"}
    for address, most in ((MANAGE, 11), (LIST, 11), (CALENDAR, 11)):
        client.get(address, month)
        with django_assert_max_num_queries(most):
            client.get(address, month)


def test_the_archive_keeps_what_expired_for_its_readers(client, school, teacher):
    now = timezone.now()
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    item = CurrentItemFactory(school=school, title="Altes Fest", **over)
    public = CurrentItemFactory(title="Öffentlich", is_public=True, audience=[], **over)
    client.force_login(teacher)

    assert "Altes Fest" not in text(client, LIST)
    assert "Altes Fest" in text(client, LIST, shown="archive", q="fest")
    assert client.get(url("item", item)).status_code == 200
    assert client.get(url("item", public)).status_code == 404


def test_visitors_read_what_is_public_and_sign_in_for_the_rest(client, school):
    public = CurrentItemFactory(school=school, is_public=True)
    internal = CurrentItemFactory(school=school)
    event = EventFactory(school=school, is_public=True)
    picture, hidden = PictureFactory(item=public), PictureFactory(item=internal)

    assert public.title in text(client, url("item", public))
    assert "Di, 01.12.2026, 19:00 bis 21:00 Uhr" in text(client, url("event", event))
    shown = client.get(url("picture", picture))
    assert shown["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert shown.content == bytes(picture.content)
    for address in (url("item", internal), url("picture", hidden)):
        assert client.get(address).url.startswith(reverse("account_login"))


def test_a_picture_of_what_expired_is_for_its_readers_only(client, school, teacher):
    now = timezone.now()
    over = {"starts_at": now - 3 * DAY, "ends_at": now - DAY}
    item = CurrentItemFactory(school=school, is_public=True, **over)
    address = url("picture", PictureFactory(item=item))
    stranger = client.get(address)
    client.force_login(teacher)

    seen = client.get(address)

    assert stranger.status_code == 302
    assert seen["Cross-Origin-Resource-Policy"] == "same-origin"
    assert seen["Cache-Control"] == "private, max-age=900"


def test_pictures_are_added_with_words_and_removed(client, school, principal):
    item = CurrentItemFactory(school=school)
    client.force_login(principal)
    file = SimpleUploadedFile("chor.png", drawn("PNG", (4, 3)))

    nameless = client.post(url("add_picture", item), {"picture": file})
    file.seek(0)
    client.post(url("add_picture", item), {"picture": file, "alt": "Der Chor"})
    broken = SimpleUploadedFile("x.png", b"nothing")
    refused = client.post(url("add_picture", item), {"picture": broken, "alt": "x"})
    picture = item.pictures.get()
    page = text(client, url("item", item))
    seen = client.get(url("draft_picture", picture))
    client.post(url("remove_picture", picture))
    gone = client.get(url("picture", picture)).status_code
    without = text(client, url("item", item))
    removed = text(client, url("manage_item", item))
    client.post(url("restore_picture", picture))
    client.post(url("restore_picture", picture))

    assert nameless.status_code == 422
    assert "x.png lässt sich nicht als Bild lesen." in refused.content.decode()
    assert f'alt="Der Chor" width="{picture.width}"' in page
    assert seen["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (gone, 'alt="Der Chor"' in without) == (404, False)
    assert url("restore_picture", picture) in removed
    assert 'alt="Der Chor"' in text(client, url("item", item))


def test_what_markdown_cannot_be_is_text(client, school, teacher):
    item = CurrentItemFactory(
        school=school,
        text="# Groß\n<script>x</script> ![](https://e.org/a.png) [k](javascript:x)",
    )
    client.force_login(teacher)

    page = text(client, url("item", item)).partition('<div class="ep-news">')[2]

    shown = page.partition("</article>")[0]
    assert "<h2>Groß</h2>" in shown
    assert "&lt;script&gt;" in shown
    assert "<img" not in shown
    assert "javascript:" not in shown.replace("(javascript:x)", "")


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


def test_groups_are_folded_by_kind_and_a_group_of_last_year_stays(
    client, school, principal
):
    old = GroupFactory(school=school, name="6a", ended_at=timezone.now())
    GroupFactory(school=school, name="10a")
    GroupFactory(school=school, name="Kunst", kind="department")
    item = CurrentItemFactory(school=school, audience=[(school, "", old)])
    client.force_login(principal)

    page = client.get(url("change_item", item))
    client.post(url("change_item", item), typed(groups=[old.pk]))

    kinds = page.context["form"].group_kinds
    assert [option.choice_label for option in kinds[1].options] == ["6a", "10a"]
    assert [(str(one.label), one.is_open) for one in kinds] == [
        ("Fachbereiche", False),
        ("Teams", True),
    ]
    assert item.audience.get().group == old


def test_news_that_is_planned_says_from_when_it_is_shown(client, school, principal):
    start = timezone.localtime() + DAY
    item = CurrentItemFactory(
        school=school, published_at=None, starts_at=start, created_at=timezone.now()
    )
    client.force_login(principal)

    page = client.post(url("publish_item", item), follow=True)

    assert f"ab {start:%d.%m.%Y} {start:%H:%M}" in page.content.decode()


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


def test_the_dashboard_shows_important_news_on_top(client, school, teacher):
    CurrentItemFactory(school=school, title="Neue Hausordnung", is_important=True)
    CurrentItemFactory(school=school, title="Zweites", is_important=True)
    CurrentItemFactory(school=school, title="Schulfest")
    client.force_login(teacher)

    page = text(client, reverse("portal:dashboard"))

    assert page.index("Neue Hausordnung") < page.index("ep-tiles")
    assert "Und 1 weitere zu bestätigen" in page
    assert "Schulfest" in page
    assert "Weitere Neuigkeiten" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_news_of_groups_costs_the_dashboard_two_queries_and_events_one(
    client, school, teacher, number, django_assert_num_queries
):
    for _ in range(number):
        group = GroupFactory(school=school)
        MembershipFactory(group=group, person=teacher.person)
        CurrentItemFactory(school=school, audience=[(school, "", group)])
    client.force_login(teacher)
    dashboard = reverse("portal:dashboard")
    client.get(dashboard)

    with django_assert_num_queries(8):
        page = client.get(dashboard)

    assert len(page.context["news"].newest) == number


def test_the_dashboard_shows_the_next_events_or_no_block(client, school, teacher):
    client.force_login(teacher)
    dashboard = reverse("portal:dashboard")
    empty = text(client, dashboard)
    start = timezone.now() + DAY
    EventFactory(
        school=school,
        title="Elternabend",
        place="Aula",
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        begins_on=timezone.localdate(start),
        over_on=timezone.localdate(start + dt.timedelta(hours=2)),
    )

    page = text(client, dashboard)

    block = page.partition("panel-events")[2].partition("</section>")[0]
    assert "panel-events" not in empty
    assert "Elternabend" in block
    assert "Aula" in block
