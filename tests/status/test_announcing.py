"""Mail only to those concerned who want it, each once, whoever is killed meanwhile."""

import datetime as dt
import os
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.models import WaitingMail
from eduport.outbox.services.circulars import letter_of
from eduport.people.models import AdminRole, Person, Role
from eduport.status.models import (
    Announcement,
    AnnouncementAudience,
    Component,
    Impact,
    IncidentState,
    MailChoice,
    MailTopic,
)
from eduport.status.queries.audience import (
    EVERYBODY,
    audience_of,
    readers_of,
    unfinished_announcements,
)
from eduport.status.queries.board import make_board
from eduport.status.services.announcing import (
    announce_changed_window,
    announce_due_windows,
    announce_incident,
    choose_mail,
    purge_announcements,
    queue_batch,
)
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
    update_incident,
)
from eduport.status.services.windows import cancel_occurrence, extend_occurrence
from eduport.status.types import AudienceRow
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.factories.portal import TileFactory, TileReleaseFactory
from tests.factories.sso import AppFactory, ReleaseFactory
from tests.factories.status import ComponentFactory, WindowFactory
from tests.status.conftest import DESK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
HOUR = dt.timedelta(hours=1)
BOTH = {"incidents": True, "maintenance": True}


def reader(role=Role.TEACHER, *, school=None, name="ada", topics=BOTH, **values):
    person = PersonFactory(home_school=school or SchoolFactory())
    AffiliationFactory(person=person, role=role)
    account = AccountFactory(person=person, username=f"{name}@s.hamburg.de", **values)
    MailChoice.objects.create(account=account, **topics)
    return account


def opened(*components, **scope):
    draft = IncidentDraft(
        "Steht", "Down", Impact.OUTAGE, Said("Wir suchen."), Scope(components, **scope)
    )
    return open_incident(draft, by=DESK, at=NOON)


def queue_all(at=NOON, size=2):
    for key in unfinished_announcements(before=at):
        while queue_batch(key, at=at, size=size):
            pass


def told():
    """Who gets what: name and subject."""
    copies = WaitingMail.objects.select_related("circular").order_by("recipient")
    return [(c.recipient.partition("@")[0], letter_of(c).subject) for c in copies]


def names():
    return [name for name, _ in told()]


@pytest.fixture
def moodle():
    return ComponentFactory(slug="moodle")


def test_an_incident_is_mailed_to_those_who_want_it_in_their_language(mail):
    reader(name="ada")
    reader(name="bob", language="en")
    reader(name="eve", topics={"maintenance": True})
    AccountFactory(username="nobody@s.hamburg.de")

    announce_incident(opened(mail), at=NOON)
    queue_all()

    assert told() == [
        ("ada", "Steht (wird untersucht)"),
        ("bob", "Down (being investigated)"),
    ]


def test_every_update_is_mailed_once(mail):
    reader()
    incident = opened(mail)
    for _ in range(2):
        announce_incident(incident, at=NOON)
    update_incident(
        incident.pk, IncidentState.RESOLVED, Said("Geht."), by=DESK, at=NOON
    )
    announce_incident(incident, at=NOON)
    queue_all()

    assert [subject for _, subject in told()] == [
        "Steht (wird untersucht)",
        "Steht (behoben)",
    ]


def test_only_who_has_the_tile_in_that_role_at_that_school_is_told(moodle):
    school = SchoolFactory()
    tile = TileFactory(component=moodle)
    TileReleaseFactory(tile=tile, role=Role.TEACHER, school=school)
    reader(name="ada", school=school)
    reader(name="pupil", role=Role.STUDENT, school=school)
    reader(name="elsewhere")

    announce_incident(opened(moodle), at=NOON)
    queue_all()

    assert names() == ["ada"]


def test_a_guest_is_no_teacher_at_home_because_of_another_school(moodle):
    home, other = SchoolFactory(), SchoolFactory()
    tile = TileFactory(component=moodle)
    TileReleaseFactory(tile=tile, role=Role.TEACHER, school=home)
    account = reader(role=Role.EXTERNAL, school=home)
    AffiliationFactory(person=account.person, school=other, role=Role.TEACHER)

    announce_incident(opened(moodle), at=NOON)
    queue_all()

    assert names() == []


def test_the_it_contact_is_told_by_the_appointment(moodle):
    TileReleaseFactory(tile=TileFactory(component=moodle), role=AdminRole.IT_CONTACT)
    account = reader()
    AppointmentFactory(person=account.person, role=AdminRole.IT_CONTACT)

    announce_incident(opened(moodle), at=NOON)
    queue_all(at=NOON)

    assert names() == ["ada"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": AccountKind.ADMIN},
        {"disabled_at": NOON},
        {"activated_at": None},
    ],
)
def test_who_reads_no_mail_gets_none(mail, values):
    reader(**values)

    announce_incident(opened(mail), at=NOON)
    queue_all()

    assert names() == []


def test_an_audience_is_that_of_tiles_and_apps_and_what_needs_the_component(moodle):
    school = SchoolFactory()
    TileReleaseFactory(tile=TileFactory(component=moodle), role=Role.OFFICE)
    app = ReleaseFactory(app=AppFactory(slug="pad"), role=Role.STUDENT, school=school)
    pad = Component.objects.get(slug="app-pad")
    pad.depends_on.set([moodle])
    assert app.app.tile.component == pad
    board = make_board(NOON)

    assert audience_of(board, [pad.pk]) == {AudienceRow(school.pk, "student")}
    assert audience_of(board, [moodle.pk]) == {
        AudienceRow(None, "office"),
        AudienceRow(school.pk, "student"),
    }
    login = Component.objects.get(slug="login")
    assert audience_of(board, [login.pk]) == {EVERYBODY}


@pytest.mark.parametrize(
    ("schools", "roles", "expected"),
    [
        ((), (), {(None, "teacher"), (1, "")}),
        ((1, 2), (), {(1, "teacher"), (2, "teacher"), (1, "")}),
        ((2,), (), {(2, "teacher")}),
        ((), ("student",), {(1, "student")}),
        ((2,), ("student",), set()),
    ],
)
def test_an_audience_is_narrowed_to_schools_and_roles(
    moodle, monkeypatch, schools, roles, expected
):
    rows = [AudienceRow(None, "teacher"), AudienceRow(1, "")]
    monkeypatch.setattr("eduport.status.queries.audience._providers", [lambda _: rows])

    found = audience_of(make_board(NOON), [moodle.pk], schools=schools, roles=roles)

    assert {(row.school_id, row.role) for row in found} == expected


def planned(component, **values):
    start = NOON + 80 * HOUR
    return WindowFactory(
        components=[component], starts_at=start, ends_at=start + 2 * HOUR, **values
    )


def test_maintenance_is_mailed_in_time_and_once(mail):
    reader()
    planned(mail)

    assert announce_due_windows(at=NOON + 7 * HOUR) == 0
    assert announce_due_windows(at=NOON + 8 * HOUR) == 1
    assert announce_due_windows(at=NOON + 8 * HOUR) == 0
    queue_all(at=NOON + 8 * HOUR)

    [(_, subject)] = told()
    letter = letter_of(WaitingMail.objects.get())
    assert subject == "Wartung: Umzug der Server"
    assert "Donnerstag, 26. November 2026, 21:00 bis 23:00 Uhr" in letter.text


def test_each_occurrence_of_a_series_is_mailed(mail):
    planned(mail, rule="FREQ=WEEKLY;BYDAY=TH")
    week = 7 * 24 * HOUR

    mailed = [announce_due_windows(at=NOON + 8 * HOUR + n * week) for n in range(3)]

    assert mailed == [1, 1, 1]


@pytest.mark.parametrize("values", [{"is_mailed": False}, {"cancelled_at": NOON}])
def test_some_maintenance_is_not_mailed(mail, values):
    planned(mail, **values)

    assert announce_due_windows(at=NOON + 8 * HOUR) == 0


def test_who_was_told_is_told_of_changes_and_nobody_else(mail):
    reader()
    window = planned(mail)
    now, start = NOON + 8 * HOUR, window.starts_at
    extend_occurrence(window.pk, start, window.ends_at + HOUR, by=DESK, at=NOON)
    assert announce_changed_window(window, at=NOON) == 0
    announce_due_windows(at=now)
    extend_occurrence(window.pk, start, window.ends_at + 2 * HOUR, by=DESK, at=now)
    announce_due_windows(at=now)
    cancel_occurrence(window.pk, start, by=DESK, at=now)
    announce_changed_window(window, at=now)
    queue_all(at=now)

    assert sorted(subject for _, subject in told()) == [
        "Abgesagt: Umzug der Server",
        "Länger als geplant: Umzug der Server",
        "Länger als geplant: Umzug der Server",
    ]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_batches_of_any_size_reach_each_once(mail, size):
    for name in "abcde":
        reader(name=name)
    announcement = announce_incident(opened(mail), at=NOON)

    queue_all(size=size)
    again = queue_batch(announcement.pk, at=NOON)

    announcement.refresh_from_db()
    assert names() == list("abcde")
    assert (announcement.copies, announcement.queued_at, again) == (5, NOON, False)


def test_what_is_no_news_any_more_is_not_queued(mail):
    reader()
    announcement = announce_incident(opened(mail), at=NOON)

    later = NOON + 72 * HOUR
    assert queue_batch(announcement.pk, at=later) is False

    assert (told(), unfinished_announcements(before=later)) == ([], [])


def test_a_batch_takes_few_queries_however_large(mail, django_assert_num_queries):
    for name in "abcde":
        reader(name=name)
    announcement = announce_incident(opened(mail), at=NOON)

    with django_assert_num_queries(7):
        queue_batch(announcement.pk, at=NOON, size=5)


def test_announcements_are_forgotten_after_a_year(mail):
    announce_incident(opened(mail), at=NOON)

    assert purge_announcements(at=NOON + 401 * 24 * HOUR) == 2
    assert not AnnouncementAudience.objects.exists()


def test_people_choose_on_a_page(client):
    account = reader(topics={})
    client.force_login(account)
    url = reverse("status:mail")

    client.post(url, {"topics": ["maintenance"]})

    choice = MailChoice.objects.get()
    content = client.get(url).content.decode()
    assert (choice.incidents, choice.maintenance) == (False, True)
    assert 'value="maintenance" id="id_topics_1" checked' in content
    assert url in client.get(reverse("accounts:profile")).content.decode()


def test_a_choice_can_be_taken_back():
    account = reader()

    choose_mail([], by=account.actor)
    choose_mail([MailTopic.INCIDENTS], by=account.actor)

    choice = MailChoice.objects.get()
    assert (choice.incidents, choice.maintenance) == (True, False)


KILLED = """
import sys, time
import django
django.setup()
from datetime import datetime
from eduport.status.services.announcing import queue_batch
while queue_batch(int(sys.argv[1]), at=datetime.fromisoformat(sys.argv[2]), size=50):
    print("batch", flush=True)
    time.sleep(0.02)
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_kill_in_the_middle_loses_and_doubles_nobody():
    """Killed again and again wherever it is; the others go on where it was."""
    people = 1000
    crowd(people)
    mail = Component.objects.get(slug="mail")
    announcement = announce_incident(opened(mail), at=NOON)

    kills = 0
    while True:
        process = start_queueing(announcement.pk)
        process.stdout.readline()
        time.sleep(0.05)
        process.kill()
        process.communicate()
        kills += 1
        announcement.refresh_from_db()
        if announcement.queued_at:
            break
        assert kills < people
        in_between = WaitingMail.objects.count()
        assert in_between == announcement.copies

    recipients = list(WaitingMail.objects.values_list("recipient", flat=True))
    assert kills > 2
    assert len(recipients) == len(set(recipients)) == people
    assert announcement.copies == people
    assert readers_of(Announcement.objects.get(), at_most=5).count() == 0


def crowd(count):
    """Many people who want mail."""
    school = SchoolFactory()
    values = {"home_school": school, "source": school.source}
    persons = Person.objects.bulk_create(PersonFactory.build_batch(count, **values))
    accounts = Account.objects.bulk_create(
        AccountFactory.build(person=person, username=f"p{n}@s.hamburg.de")
        for n, person in enumerate(persons)
    )
    MailChoice.objects.bulk_create(
        MailChoice(account=account, **BOTH) for account in accounts
    )


def start_queueing(key):
    base, _, query = os.environ["DATABASE_URL"].partition("?")
    name = connection.settings_dict["NAME"]
    url = f"{base.rpartition('/')[0]}/{name}?{query}"
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(key), NOON.isoformat()],
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
    )
