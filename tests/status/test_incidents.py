"""Opening, updating, resolving and reviewing incidents."""

import datetime as dt

import pytest

from eduport.audit.models import LogEntry
from eduport.status.errors import (
    IncidentIsOpenError,
    IncidentIsResolvedError,
    NoComponentError,
)
from eduport.status.models import Impact, Incident, IncidentState
from eduport.status.queries import current_board, current_notices
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    change_scope,
    open_incident,
    review_incident,
    update_incident,
)
from eduport.status.signals import incident_changed
from tests.factories.people import NOON, SchoolFactory
from tests.status.conftest import DESK

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SAID = Said("Wir suchen die Ursache.", "We are looking for the cause.")


def opened(*components, **values):
    scope = Scope(components, values.pop("schools", ()), values.pop("roles", ()))
    draft = IncidentDraft("Steht", "Down", Impact.OUTAGE, SAID, scope, **values)
    return open_incident(draft, by=DESK, at=NOON)


def test_an_incident_goes_through_all_its_states(mail):
    incident = opened(mail)
    steps = [
        IncidentState.IDENTIFIED,
        IncidentState.MONITORING,
        IncidentState.RESOLVED,
    ]
    for number, state in enumerate(steps, start=1):
        update_incident(
            incident.pk, state, Said(f"{number}"), by=DESK, at=NOON + number * HOUR
        )

    incident.refresh_from_db()
    said = incident.incidentupdate_set.values_list("state", "text_de", "at")
    assert (incident.state, incident.resolved_at) == ("resolved", NOON + 3 * HOUR)
    assert list(said) == [
        ("resolved", "3", NOON + 3 * HOUR),
        ("monitoring", "2", NOON + 2 * HOUR),
        ("identified", "1", NOON + HOUR),
        ("investigating", SAID.text_de, NOON),
    ]


def test_every_step_is_in_the_log_and_is_signalled(mail):
    heard = []

    def listen(**sent):
        heard.append((sent["event"], sent["at"]))

    incident_changed.connect(listen)
    incident = opened(mail)
    update_incident(incident.pk, IncidentState.RESOLVED, SAID, by=DESK, at=NOON + HOUR)
    incident_changed.disconnect(listen)

    actions = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["status.incident.opened", "status.incident.resolved"]
    assert heard == [("opened", NOON), ("resolved", NOON + HOUR)]


def test_what_was_said_is_on_the_board_at_once(mail):
    incident = opened(mail)

    [shown] = current_board(NOON).incidents
    [notice] = current_notices(NOON).incidents
    assert (shown.uid, shown.updates[0].text.en) == (str(incident.uid), SAID.text_en)
    assert (notice.uid, notice.updates) == (str(incident.uid), ())


def test_what_is_resolved_is_no_notice_any_more(mail):
    incident = opened(mail)
    update_incident(incident.pk, IncidentState.RESOLVED, SAID, by=DESK, at=NOON + HOUR)

    assert current_notices(NOON + HOUR).incidents == ()
    assert len(current_board(NOON + HOUR).incidents) == 1


def test_nothing_more_is_said_about_what_is_resolved(mail):
    incident = opened(mail)
    update_incident(incident.pk, IncidentState.RESOLVED, SAID, by=DESK, at=NOON)

    with pytest.raises(IncidentIsResolvedError):
        update_incident(incident.pk, IncidentState.MONITORING, SAID, by=DESK, at=NOON)


def test_an_incident_concerns_something():
    with pytest.raises(NoComponentError):
        opened()
    assert not Incident.objects.exists()


def test_an_incident_concerns_schools_and_roles(mail):
    school = SchoolFactory(name="Hafenschule")
    incident = opened(mail, schools=[school], roles=["teacher", "office"])

    [shown] = current_board(NOON).incidents
    assert shown.school_ids == (school.pk,)
    assert shown.school_names == ("Hafenschule",)
    assert shown.roles == ("office", "teacher")
    change_scope(incident.pk, Scope([mail]), by=DESK, at=NOON)
    [shown] = current_board(NOON).incidents
    assert (shown.school_ids, shown.roles) == ((), ())


def test_an_incident_may_have_begun_earlier_but_not_later(mail):
    earlier = opened(mail, started_at=NOON - HOUR)
    later = opened(mail, started_at=NOON + HOUR)

    assert (earlier.started_at, later.started_at) == (NOON - HOUR, NOON)


def test_a_review_looks_back(mail):
    incident = opened(mail)
    with pytest.raises(IncidentIsOpenError):
        review_incident(incident.pk, Said("Gelernt"), by=DESK, at=NOON)
    update_incident(incident.pk, IncidentState.RESOLVED, SAID, by=DESK, at=NOON)

    review_incident(incident.pk, Said("Gelernt"), by=DESK, at=NOON + HOUR)

    assert current_board(NOON).incidents[0].review.de == "Gelernt"


def test_the_page_forgets_after_ninety_days(mail):
    incident = opened(mail)
    update_incident(incident.pk, IncidentState.RESOLVED, SAID, by=DESK, at=NOON)
    other = opened(mail)

    later = NOON + dt.timedelta(days=90)
    update_incident(other.pk, IncidentState.RESOLVED, SAID, by=DESK, at=later)

    assert [one.uid for one in current_board(later).incidents] == [str(other.uid)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_one_query_and_is_made_with_few(
    mail, count, django_assert_num_queries
):
    for _ in range(count):
        opened(mail, schools=[SchoolFactory()])

    with django_assert_num_queries(1):
        current_notices(NOON)
    with django_assert_num_queries(1):
        current_board(NOON)
    # One of them asks whether another system wants to hear of it.
    with django_assert_num_queries(24):
        update_incident(
            Incident.objects.latest("pk").pk,
            IncidentState.MONITORING,
            SAID,
            by=DESK,
            at=NOON,
        )
