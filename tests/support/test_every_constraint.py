"""What the database keeps of questions, reports and mail, broken one by one."""

import pytest
from django.db.models import F

from eduport.support import models
from tests.breaking import assert_refused, changed, twice, without
from tests.factories.people import NOON, PersonFactory
from tests.factories.status import IncidentFactory
from tests.factories.support import (
    AnswerTemplateFactory,
    AttachmentFactory,
    FaultFactory,
    IncomingMailFactory,
    MessageFactory,
    QuestionFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db


def follower():
    return models.IncidentFollower.objects.create(
        incident=IncidentFactory(), person=PersonFactory()
    )


def affected():
    return models.AffectedPerson.objects.create(
        ticket=FaultFactory(), person=PersonFactory()
    )


def event():
    return models.TicketEvent.objects.create(
        ticket=FaultFactory(), kind="taken", side="desk", at=NOON
    )


def saved_view():
    return models.SavedView.objects.create(owner=PersonFactory(), name="Meine")


def presence():
    return models.Presence.objects.create(
        ticket=FaultFactory(), person=PersonFactory(), ends_at=NOON
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("ticket_has_a_subject", changed(QuestionFactory, subject="")),
        (
            "ticket_state_is_known",
            without(
                "ticket_solved_has_its_time",
                "support_ticket",
                changed(QuestionFactory, state="x"),
            ),
        ),
        ("ticket_question_has_a_school", changed(QuestionFactory, school=None)),
        ("ticket_fault_is_complete", changed(FaultFactory, component=None)),
        (
            "ticket_is_no_duplicate_of_itself",
            changed(FaultFactory, duplicate_of=F("pk")),
        ),
        ("ticket_solved_has_its_time", changed(FaultFactory, solved_at=NOON)),
        ("ticket_closed_has_its_time", changed(FaultFactory, closed_at=NOON)),
        ("message_side_is_known", changed(MessageFactory, side="x")),
        ("message_has_a_text", changed(MessageFactory, text="")),
        (
            "message_of_reporter_is_not_internal",
            changed(MessageFactory, is_internal=True),
        ),
        ("incident_follower_once", twice(follower)),
        ("affected_person_once", twice(affected)),
        (
            "attachment_is_of_a_known_kind",
            changed(AttachmentFactory, media_type="text/html"),
        ),
        ("attachment_is_not_empty", changed(AttachmentFactory, size=0)),
        ("ticket_event_kind_is_known", changed(event, kind="x")),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("saved_view_has_a_name", changed(saved_view, name="")),
        ("saved_view_once_for_each", twice(saved_view)),
        ("presence_once_for_each", twice(presence)),
        ("team_has_a_name", changed(TeamFactory, name="")),
        ("answer_template_is_not_empty", changed(AnswerTemplateFactory, text="")),
        (
            "incoming_mail_state_is_known",
            without(
                "incoming_mail_settled_has_its_time",
                "support_incomingmail",
                changed(IncomingMailFactory, state="x"),
            ),
        ),
        ("incoming_mail_digest_is_hash", changed(IncomingMailFactory, digest="x")),
        (
            "incoming_mail_recorded_has_a_reason",
            changed(IncomingMailFactory, state="recorded", settled_at=NOON),
        ),
        (
            "incoming_mail_held_has_a_reason",
            changed(IncomingMailFactory, state="held"),
        ),
        (
            "incoming_mail_settled_has_its_time",
            changed(IncomingMailFactory, settled_at=NOON),
        ),
    ],
)
def test_the_database_refuses_of_the_desk_and_of_mail(name, write):
    assert_refused(name, write)
