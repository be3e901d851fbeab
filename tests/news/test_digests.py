"""News by mail: only what is new, to those who want it, each once."""

import datetime as dt
import json

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from eduport.accounts.models import AccountKind
from eduport.news.models import DigestChoice, DigestReader, DigestRun
from eduport.news.services.digests import (
    begin_due_digests,
    choose_digest,
    prepare_digest,
    purge_digests,
    queue_digest,
)
from eduport.news.tasks import purge_news_task, send_digest_task, send_digests
from eduport.outbox.formats import message_of
from eduport.outbox.models import Circular, WaitingMail
from eduport.outbox.services.circulars import deliver_copies, letter_of
from eduport.people.models import AdminRole, Role
from tests.factories.accounts import AccountFactory
from tests.factories.news import EventFactory, ItemFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def reader(school, name, role=Role.TEACHER, *, rhythm="daily", **values):
    person = PersonFactory(home_school=school)
    AffiliationFactory(person=person, role=role)
    account = AccountFactory(
        person=person, username=f"{name}@hafen.hamburg.de", **values
    )
    DigestChoice.objects.create(account=account, rhythm=rhythm)
    return account


def send(at=NOON, size=10_000):
    for run_id in begin_due_digests(at=at):
        prepare_digest(run_id, at=at)
        while queue_digest(run_id, at=at, size=size):
            pass


def old(days, **values):
    """News that was published so many days ago."""
    at = NOON - days * DAY
    times = dict.fromkeys(("starts_at", "published_at", "created_at", "changed_at"), at)
    return ItemFactory(**times | values)


def told():
    """Who gets mail with what subject."""
    copies = WaitingMail.objects.select_related("circular").order_by("recipient", "pk")
    return [(c.recipient.partition("@")[0], letter_of(c).subject) for c in copies]


def test_each_reader_gets_what_is_meant_for_them(school, elsewhere):
    ada = reader(school, "ada")
    reader(school, "bob", Role.STUDENT)
    reader(elsewhere, "eve")
    reader(school, "weekly", rhythm="weekly")
    AccountFactory(person=PersonFactory(home_school=school))
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=ada.person)
    hour = {"starts_at": NOON - HOUR, "school": school}
    ItemFactory(**hour, title="Alle")
    ItemFactory(**hour, title="7a", audience=[(school, "", group)])
    ItemFactory(**hour, title="Lernende", audience=[(school, "student", None)])
    old(30, title="Alt", school=school)
    ItemFactory(**hour, title="Müll", trashed_at=NOON)

    send()

    assert told() == [
        ("ada", "2 Neuigkeiten: 7a"),
        ("bob", "2 Neuigkeiten: Lernende"),
        ("weekly", "1 Neuigkeit: Alle"),
    ]


def test_nothing_is_sent_when_nothing_is_new(school):
    reader(school, "ada")
    old(30, school=school)

    send()

    assert not WaitingMail.objects.exists()
    assert set(DigestRun.objects.values_list("finished_at", flat=True)) == {NOON}


def test_nobody_reads_the_same_twice(school):
    reader(school, "ada")
    ItemFactory(school=school, title="Heute", starts_at=NOON - HOUR)

    send()
    send(NOON + HOUR)
    send(NOON + DAY)

    assert told() == [("ada", "1 Neuigkeit: Heute")]
    assert Circular.objects.count() == 1


def test_what_was_published_late_is_new_when_it_was_published(school):
    reader(school, "ada")
    ItemFactory(
        school=school,
        title="Spät",
        starts_at=NOON - 5 * DAY,
        published_at=NOON - HOUR,
        changed_at=NOON - HOUR,
        created_at=NOON - 5 * DAY,
    )

    send()

    assert told() == [("ada", "1 Neuigkeit: Spät")]


def test_who_gets_the_same_gets_one_circular_and_batches_lose_nobody(school):
    for number in range(5):
        reader(school, f"reader{number}")
    ItemFactory(school=school, title="Neu", starts_at=NOON - HOUR)

    send(size=2)

    assert [name for name, _subject in told()] == [f"reader{n}" for n in range(5)]
    assert Circular.objects.count() == 3
    assert not DigestReader.objects.exists()
    assert DigestRun.objects.get(rhythm="daily").copies == 5


def test_a_killed_digest_goes_on_where_it_stopped(school):
    for name in ("ada", "bob"):
        reader(school, name)
    ItemFactory(school=school, title="Neu", starts_at=NOON - HOUR)
    [run_id, _weekly] = begin_due_digests(at=NOON)
    prepare_digest(run_id, at=NOON)
    prepare_digest(run_id, at=NOON)
    assert queue_digest(run_id, at=NOON, size=1)

    send(NOON + HOUR)

    assert [name for name, _subject in told()] == ["ada", "bob"]


def test_what_is_withdrawn_meanwhile_is_in_no_mail(school):
    reader(school, "ada")
    item = ItemFactory(school=school, starts_at=NOON - HOUR)
    [run_id, _weekly] = begin_due_digests(at=NOON)
    prepare_digest(run_id, at=NOON)
    item.published_at = None
    item.save()

    while queue_digest(run_id, at=NOON):
        pass

    assert not WaitingMail.objects.exists()


@pytest.mark.parametrize(
    "values",
    [{"kind": AccountKind.ADMIN}, {"disabled_at": NOON}, {"activated_at": None}],
)
def test_who_reads_no_mail_gets_none(school, values):
    reader(school, "ada", **values)
    ItemFactory(school=school, starts_at=NOON - HOUR)

    send()

    assert told() == []


def test_an_appointment_counts_as_a_role(school):
    account = reader(school, "ada")
    AppointmentFactory(person=account.person, role=AdminRole.IT_CONTACT)
    ItemFactory(
        title="IT", starts_at=NOON - HOUR, audience=[(school, "it_contact", None)]
    )

    send()

    assert told() == [("ada", "1 Neuigkeit: IT")]


def test_the_mail_can_be_ended_from_the_mail_itself(client, school, mailoutbox):
    account = reader(school, "ada", language="en")
    ItemFactory(school=school, title="Neu", starts_at=NOON - HOUR, is_important=True)
    send()
    copy = WaitingMail.objects.select_related("circular").get()

    deliver_copies(at=NOON, most=10)

    [message] = mailoutbox
    key = DigestChoice.objects.get(account=account).stop_key
    url = f"http://127.0.0.1:8000/news/subscriptions/mail/end/{key}/"
    headers = message.extra_headers
    assert headers["List-Unsubscribe"] == f"<{url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.body.count(url) == 1
    assert "IMPORTANT: Neu (Hafenschule)" in message.body
    assert copy.unsubscribe_key == str(key)
    looked_at = client.get(url)
    assert DigestChoice.objects.exists()
    assert looked_at.status_code == 200
    # As a mail program does it: no cookies, no token, a body of its own.
    strict = type(client)(enforce_csrf_checks=True)
    done = strict.post(url, {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert not DigestChoice.objects.exists()
    assert strict.post(url).status_code == 200


def test_other_mail_has_no_such_headers(school):
    circular = Circular.objects.create(
        uid="00000000-0000-0000-0000-000000000001",
        letters=json.loads('{"de": {"subject": "s", "text": "t {unsubscribe_url}"}}'),
        created_at=NOON,
        expires_at=NOON + DAY,
    )
    copy = WaitingMail(
        circular=circular, recipient="a@b.de", language="de", created_at=NOON
    )

    letter = letter_of(copy)

    assert (
        "List-Unsubscribe" not in message_of(letter, circular.uid, NOON).extra_headers
    )
    assert letter.text == "t {unsubscribe_url}"
    assert mail.outbox == []


def test_people_choose_how_often_and_end_it(client, teacher):
    client.force_login(teacher)
    page = reverse("news:subscriptions")

    client.post(page, {"rhythm": "weekly"})
    chosen = DigestChoice.objects.get()
    client.post(page, {"rhythm": "daily"})

    assert (chosen.rhythm, DigestChoice.objects.get().rhythm) == ("weekly", "daily")
    assert DigestChoice.objects.get().stop_key == chosen.stop_key
    assert client.get(page).context["form"].initial["rhythm"] == "daily"
    client.post(page, {"rhythm": ""})
    assert not DigestChoice.objects.exists()
    choose_digest("", by=teacher.actor)


def test_the_beat_orders_a_digest_once_and_the_task_sends_it(school):
    reader(school, "ada")
    now = timezone.now()
    ItemFactory(
        school=school,
        title="Jetzt",
        starts_at=now - HOUR,
        ends_at=now + DAY,
        published_at=now - HOUR,
        changed_at=now,
    )

    for _ in range(2):
        send_digests()
    ordered = list(DBTaskResult.objects.values_list("task_path", "queue_name"))
    for run_id in DigestRun.objects.values_list("pk", flat=True):
        send_digest_task.func(run_id)

    path = send_digest_task.module_path
    assert ordered == [(path, "circulars")] * 2  # the day's and the week's
    assert told() == [("ada", "1 Neuigkeit: Jetzt")]
    purge_news_task.func()
    assert DigestRun.objects.filter(finished_at=None).count() == 0


def test_old_digests_are_forgotten(school):
    account = reader(school, "ada")
    old = DigestRun.objects.create(
        rhythm="daily", day=NOON.date(), since=NOON - DAY, until=NOON
    )
    DigestReader.objects.create(run=old, account=account, item_ids=[1])

    purge_digests(at=NOON + 3 * DAY)
    kept = DigestRun.objects.count()
    purge_digests(at=NOON + 60 * DAY)

    assert (kept, DigestReader.objects.count(), DigestRun.objects.count()) == (1, 0, 0)


def test_after_a_long_pause_only_the_last_two_periods_are_new(school):
    reader(school, "ada")
    send(NOON - 30 * DAY)
    old(9, school=school, title="Lange her")
    old(1.9, school=school, title="Vorgestern")

    send()

    assert told() == [("ada", "1 Neuigkeit: Vorgestern")]


def event(day, hour=18, **values):
    """Two hours on a day of November, by the clock of London."""
    start = dt.datetime(2026, 11, day, hour, tzinfo=dt.UTC)
    times = {"starts_at": start, "ends_at": start + 2 * HOUR}
    days = {"begins_on": start.date(), "over_on": start.date()}
    return EventFactory(**times | days | values)


def letters():
    """Who gets mail with what text about events."""
    copies = WaitingMail.objects.select_related("circular").order_by("recipient")
    heading = "Demnächst\n\n"
    return {
        copy.recipient.partition("@")[0]: letter_of(copy).text.partition(heading)[2]
        for copy in copies
    }


def test_events_of_today_and_tomorrow_are_in_the_daily_mail(school, elsewhere):
    ada = reader(school, "ada")
    reader(school, "bob", Role.STUDENT)
    reader(elsewhere, "eve")
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=ada.person)
    event(23, title="Konferenz", school=school, audience=[(school, "teacher", None)])
    event(24, title="Chor", school=school, place="Aula")
    event(24, title="7a", school=school, audience=[(school, "", group)])
    event(25, title="Übermorgen", school=school)
    event(23, 9, title="Vorbei", school=school)
    event(23, title="Entwurf", school=school, published_at=None)
    event(23, title="Papierkorb", school=school, trashed_at=NOON)

    send()

    assert told() == [
        ("ada", "3 Termine: Konferenz"),
        ("bob", "1 Termin: Chor"),
    ]
    assert letters()["bob"].startswith(
        "Di, 24.11.2026, 19:00 bis 21:00 Uhr: Chor, Aula (Hafenschule)\n"
        "http://127.0.0.1:8000/news/events/"
    )


def test_the_weekly_mail_names_seven_days_beside_the_news(school):
    reader(school, "ada", rhythm="weekly")
    ItemFactory(school=school, title="Neu", starts_at=NOON - HOUR)
    event(29, title="Sonntag", school=school)
    event(30, title="Montag", school=school)

    send()

    assert told() == [("ada", "1 Neuigkeit: Neu")]
    assert "Sonntag" in letters()["ada"]
    assert "Montag" not in letters()["ada"]


def test_holidays_are_named_once_and_days_that_differ_as_they_are(school):
    reader(school, "ada")
    days = {"starts_at": None, "ends_at": None, "over_on": dt.date(2026, 12, 2)}
    first = dt.date(2026, 11, 22)
    values = {"starts_on": first, "begins_on": first, "last_day_on": days["over_on"]}
    EventFactory(school=school, title="Ferien", **days | values)
    weekly = {"rule": "FREQ=WEEKLY", "over_on": None, "school": school}
    event(23, title="Fällt aus", **weekly).exceptions.create(
        occurs_on=dt.date(2026, 11, 23)
    )
    start = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
    event(20, title="Verlegt", **weekly).exceptions.create(
        occurs_on=dt.date(2026, 11, 27), starts_at=start, ends_at=start + HOUR
    )

    send()

    assert told() == [("ada", "1 Termin: Verlegt")]
    assert "Di, 24.11.2026, 09:00 bis 10:00 Uhr: Verlegt (geändert)" in letters()["ada"]


def test_an_event_that_is_withdrawn_meanwhile_is_in_no_mail(school):
    reader(school, "ada")
    one = event(24, school=school)
    [run_id, _weekly] = begin_due_digests(at=NOON)
    prepare_digest(run_id, at=NOON)
    one.published_at = None
    one.save()

    while queue_digest(run_id, at=NOON):
        pass

    assert not WaitingMail.objects.exists()


def test_a_guest_has_the_role_of_a_group_there_only(school, elsewhere):
    guest = reader(school, "ada")
    AffiliationFactory(person=guest.person, school=elsewhere, role=Role.EXTERNAL)
    group = GroupFactory(school=elsewhere)
    MembershipFactory(group=group, person=guest.person)
    hour = {"starts_at": NOON - HOUR, "school": elsewhere}
    for role in ("teacher", "external"):
        ItemFactory(**hour, title=role, audience=[(elsewhere, role, group)])

    send()

    assert told() == [("ada", "1 Neuigkeit: external")]


def test_what_is_too_much_for_a_mail_is_behind_a_link(school):
    reader(school, "ada")
    for number in range(32):
        event(24, title=f"Termin {number}", school=school)

    send()

    text = letters()["ada"]
    assert text.count("/news/events/") == 30
    assert "Und 2 weitere:\nhttp://127.0.0.1:8000/news/calendar/" in text
