"""What the checks conclude: proposals, none during maintenance, the bars."""

import datetime as dt

import pytest
from django.urls import reverse

from eduport.config.schema import StatusCheck
from eduport.status.errors import UnknownCheckError
from eduport.status.formats.shown import shown_board
from eduport.status.models import (
    CheckKind,
    DayRecord,
    HealthCheck,
    Incident,
    Proposal,
)
from eduport.status.queries.board import make_board
from eduport.status.rules.availability import available_percent, bars
from eduport.status.rules.states import states_of
from eduport.status.services.checking import (
    CheckDraft,
    NamedCheck,
    claim_due_checks,
    purge_day_records,
    run_checks,
    stop_watching,
    watch_component,
)
from eduport.status.tasks import named_checks
from tests.factories.people import NOON
from tests.factories.status import ComponentFactory, WindowFactory
from tests.status.conftest import DESK
from tests.status.test_desk import desk, page, post  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
GOOD = {"disk": NamedCheck(("/bin/true",))}
BAD = {"disk": NamedCheck(("/bin/sh", "-c", "echo disk full; exit 1"))}


@pytest.fixture
def watched(mail):
    draft = CheckDraft(CheckKind.COMMAND, "disk")
    watch_component(mail, draft, named=GOOD, by=DESK, at=NOON)
    return mail


def check(settings, minute, at=NOON):
    """What a worker does in a minute."""
    now = at + minute * MINUTE
    return run_checks(claim_due_checks(at=now), settings, at=now)


def state(component, minute):
    at = NOON + minute * MINUTE
    return states_of(make_board(at), at)[component.pk]


def test_the_third_failure_in_a_row_proposes_an_incident(watched):
    faults = [check(BAD, 0), check(BAD, 1)]
    assert not Proposal.objects.exists()
    check(BAD, 2)

    proposal = Proposal.objects.get()
    assert faults == [{"mail": "disk full"}] * 2
    assert (proposal.cause, proposal.reason) == ("check", "disk full")
    assert state(watched, 2) == "suspected"
    assert not Incident.objects.exists()


def test_a_success_in_between_begins_anew_and_one_afterwards_takes_it_back(watched):
    for minute, settings in enumerate([BAD, BAD, GOOD, BAD, BAD]):
        check(settings, minute)
    assert not Proposal.objects.exists()
    check(BAD, 5)
    assert state(watched, 5) == "suspected"

    check(GOOD, 6)

    assert state(watched, 6) == "operational"


def test_no_incident_is_proposed_during_maintenance_nor_right_after(watched):
    end = NOON + 10 * MINUTE
    WindowFactory(components=[watched], starts_at=NOON, ends_at=end)
    for minute in range(12):
        check(BAD, minute)
    assert not Proposal.objects.exists()

    check(BAD, 12)

    assert Proposal.objects.get().proposed_at == NOON + 12 * MINUTE
    assert DayRecord.objects.get().checks == 3


def test_maintenance_of_what_it_needs_excuses_it_too(watched, login):
    WindowFactory(components=[login], starts_at=NOON, ends_at=NOON + HOUR)
    for minute in range(5):
        check(BAD, minute)

    assert not Proposal.objects.exists()


def test_of_two_workers_one_asks(watched):
    assert len(claim_due_checks(at=NOON)) == 1
    assert claim_due_checks(at=NOON) == []
    assert claim_due_checks(at=NOON + dt.timedelta(seconds=59)) == []
    assert len(claim_due_checks(at=NOON + MINUTE)) == 1


def test_the_day_is_summed_up_on_the_clock_of_berlin(watched):
    before_midnight = dt.datetime(2026, 11, 24, 22, 58, tzinfo=dt.UTC)
    HealthCheck.objects.update(next_at=before_midnight)
    for minute, settings in enumerate([BAD, BAD, BAD, GOOD]):
        check(settings, minute, at=before_midnight)

    rows = DayRecord.objects.order_by("day").values_list(
        "day", "checks", "failures", "observed_seconds", "down_seconds"
    )
    assert list(rows) == [
        (dt.date(2026, 11, 24), 2, 2, 120, 0),
        (dt.date(2026, 11, 25), 2, 1, 120, 60),
    ]


def test_a_worker_that_was_away_saw_nothing_meanwhile(watched):
    check(GOOD, 0)
    check(GOOD, 600)

    assert DayRecord.objects.get().observed_seconds == 60 + 120


def test_the_bars_show_ninety_days(watched):
    today = NOON.date()
    for ago, down in [(0, 0), (1, 120), (2, 7200), (89, 0), (90, 7200)]:
        DayRecord.objects.create(
            component=watched,
            day=today - ago * dt.timedelta(days=1),
            checks=1440,
            failures=min(down, 1),
            observed_seconds=86400,
            down_seconds=down,
        )
    board = make_board(NOON)
    [mail] = [one for one in board.components if one.slug == "mail"]

    found = bars(mail, board.incidents, today)

    assert len(found) == 90
    assert [bar.state for bar in found[-4:]] == [
        None,
        "partial_outage",
        "degraded",
        "operational",
    ]
    assert found[0].state == "operational"
    assert available_percent(mail.days) == 97.88
    [shown] = [
        one for one in shown_board(board, NOON).components if one.component == mail
    ]
    assert shown.summary == (
        "97,88 % verfügbar. 2 Tage mit Störungen in den letzten 90 Tagen."
    )


def test_sums_are_kept_for_four_hundred_days(watched):
    for ago in (400, 401):
        day = (NOON - ago * dt.timedelta(days=1)).date()
        DayRecord.objects.create(component=watched, day=day)

    assert purge_day_records(at=NOON) == 1


@pytest.mark.parametrize("kind", [CheckKind.COMMAND, CheckKind.SQL])
def test_no_page_names_a_program_that_the_settings_do_not(mail, kind):
    draft = CheckDraft(kind, "rm -rf /")

    with pytest.raises(UnknownCheckError):
        watch_component(mail, draft, named=GOOD, by=DESK, at=NOON)


@pytest.mark.parametrize("kind", [CheckKind.COMMAND, CheckKind.SQL])
def test_what_left_the_settings_is_a_fault(mail, kind):
    draft = CheckDraft(kind, "disk")
    watch_component(mail, draft, named=GOOD, by=DESK, at=NOON)

    assert check({}, 0) == {"mail": "“disk” is not in the settings"}


def test_who_stops_watching_takes_the_proposal_back(watched):
    for minute in range(3):
        check(BAD, minute)

    stop_watching(watched, by=DESK, at=NOON)

    assert not HealthCheck.objects.exists()
    assert state(watched, 3) == "operational"


@pytest.mark.parametrize("count", [1, 3])
def test_many_checks_take_few_queries_each(count, django_assert_num_queries):
    for _ in range(count):
        draft = CheckDraft(CheckKind.COMMAND, "disk")
        watch_component(ComponentFactory(), draft, named=GOOD, by=DESK, at=NOON)
    with django_assert_num_queries(4):
        keys = claim_due_checks(at=NOON)

    with django_assert_num_queries(5 + 8 * count):
        run_checks(keys, GOOD, at=NOON)


def test_the_settings_name_commands_and_databases(settings):
    named = [
        StatusCheck(name="disk", command=["/bin/true"]),
        StatusCheck(name="wiki", database_url="postgresql://u:p@h/w"),
    ]
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"status_checks": named})

    assert named_checks() == {
        "disk": NamedCheck(("/bin/true",)),
        "wiki": NamedCheck((), "postgresql://u:p@h/w"),
    }


def test_the_desk_says_how_a_component_is_watched(desk, mail):  # noqa: F811
    form = {"target": "127.0.0.1:1", "every_seconds": 60, "failures_needed": 3}
    long = post(desk, "check", "mail", kind="tcp", timeout_seconds=61, **form)
    command = post(desk, "check", "mail", kind="command", timeout_seconds=5, **form)
    post(desk, "check", "mail", kind="tcp", timeout_seconds=5, **form)
    HealthCheck.objects.update(checked_at=NOON, fault="Connection refused", failures=2)

    assert (long.status_code, command.status_code) == (422, 422)
    assert "steht nicht in den Einstellungen" in command.content.decode()
    assert "2 Mal hintereinander fehlgeschlagen" in page(desk, "check", "mail")
    assert "Connection refused" in page(desk, "components")
    desk.post(reverse("status:stop_watching", args=["mail"]))
    assert not HealthCheck.objects.exists()
