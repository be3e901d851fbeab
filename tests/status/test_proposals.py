"""What proposes an incident, and when nobody is bothered."""

import datetime as dt
import uuid

import pytest

from eduport.status.errors import ProposalIsDecidedError
from eduport.status.models import Impact, Incident, Proposal, ProposalCause, Report
from eduport.status.queries import current_board
from eduport.status.rules.states import states_of
from eduport.status.services.incidents import IncidentDraft, Said, Scope
from eduport.status.services.proposals import (
    SimilarReport,
    accept_proposal,
    decline_proposal,
    note_report,
    propose_incident,
    purge_reports,
    withdraw_proposal,
)
from eduport.status.signals import incident_proposed
from tests.factories.people import NOON
from tests.factories.status import WindowFactory
from tests.status.conftest import DESK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def proposed(component, at=NOON, **values):
    return propose_incident(component, "does not answer", by=DESK, at=at, **values)


def report(component, minutes, symptom="sign-in", reference=None):
    one = SimilarReport(component, reference or uuid.uuid4(), symptom)
    return note_report(one, by=DESK, at=NOON + minutes * MINUTE)


def draft(component):
    return IncidentDraft("Steht", "", Impact.OUTAGE, Said("Ja"), Scope([component]))


def state(component):
    return states_of(current_board(NOON), NOON)[component.pk]


def test_a_proposal_is_shown_as_a_suspicion_and_signalled(mail):
    heard = []

    def listen(**sent):
        heard.append(sent["proposal"])

    incident_proposed.connect(listen)
    proposal = proposed(mail)
    again = proposed(mail, at=NOON + MINUTE)
    incident_proposed.disconnect(listen)

    assert heard == [proposal]
    assert again == proposal
    assert state(mail) == "suspected"


def test_the_third_similar_report_in_ten_minutes_proposes(mail):
    assert [report(mail, 0), report(mail, 5)] == [None, None]

    proposal = report(mail, 9)

    assert proposal is not None
    assert (proposal.cause, proposal.reason) == ("reports", "3 × sign-in")


def test_three_reports_in_eleven_minutes_propose_nothing(mail):
    assert [report(mail, minutes) for minutes in (0, 5, 10)] == [None] * 3


def test_reports_of_other_symptoms_or_components_are_not_similar(mail, login):
    report(mail, 0)
    report(mail, 1, "attachments")
    report(login, 2)

    assert report(mail, 3) is None


def test_the_same_report_counts_once(mail):
    reference = uuid.uuid4()

    assert [report(mail, n, reference=reference) for n in range(4)] == [None] * 4


def test_nothing_is_proposed_during_maintenance(mail):
    WindowFactory(components=[mail], starts_at=NOON, ends_at=NOON + HOUR)

    assert proposed(mail) is None
    assert proposed(mail, at=NOON + HOUR) is not None


def test_nothing_is_proposed_while_something_needed_is_in_maintenance(mail, login):
    WindowFactory(components=[login], starts_at=NOON, ends_at=NOON + HOUR)

    assert proposed(mail) is None


def test_cancelled_maintenance_excuses_nothing(mail):
    WindowFactory(
        components=[mail], starts_at=NOON, ends_at=NOON + HOUR, cancelled_at=NOON
    )

    assert proposed(mail) is not None


def test_accepting_opens_an_incident_after_which_nothing_is_proposed(mail):
    proposal = proposed(mail)

    incident = accept_proposal(proposal.pk, draft(mail), by=DESK, at=NOON)

    proposal.refresh_from_db()
    assert (proposal.incident, proposal.decided_at) == (incident, NOON)
    assert proposed(mail) is None
    assert state(mail) == "outage"


def test_a_proposal_is_decided_once(mail):
    proposal = proposed(mail)
    decline_proposal(proposal.pk, by=DESK, at=NOON)

    with pytest.raises(ProposalIsDecidedError):
        accept_proposal(proposal.pk, draft(mail), by=DESK, at=NOON)
    assert not Incident.objects.exists()


def test_who_said_no_is_left_in_peace_for_an_hour(mail):
    decline_proposal(proposed(mail).pk, by=DESK, at=NOON)

    assert proposed(mail, at=NOON + 59 * MINUTE) is None
    assert proposed(mail, at=NOON + 60 * MINUTE) is not None


def test_a_check_that_is_well_again_takes_its_proposal_back(mail):
    proposed(mail, cause=ProposalCause.CHECK)

    withdraw_proposal(mail, at=NOON)

    assert state(mail) == "operational"
    assert proposed(mail) is not None


def test_what_people_reported_is_not_taken_back_by_a_check(mail):
    proposed(mail, cause=ProposalCause.REPORTS)

    withdraw_proposal(mail, at=NOON)

    assert Proposal.objects.get().decided_at is None


def test_reports_are_forgotten_after_a_day(mail):
    report(mail, 0)

    purge_reports(at=NOON + dt.timedelta(hours=24))
    assert Report.objects.count() == 1
    purge_reports(at=NOON + dt.timedelta(hours=24, seconds=1))
    assert Report.objects.count() == 0
