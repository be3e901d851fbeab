"""Factories of `support`."""

import datetime as dt

import factory

from eduport.support import models
from tests.factories.people import NOON, PersonFactory
from tests.factories.status import ComponentFactory


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question to the school admins that nobody has answered yet."""

    class Meta:
        model = models.Ticket
        skip_postgeneration_save = True

    kind = models.TicketKind.QUESTION
    reporter = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("reporter.home_school")
    subject = "Wo ist mein WLAN?"
    addressee = models.Addressee.SCHOOL_ADMIN
    created_at = changed_at = NOON

    message = factory.RelatedFactory(
        "tests.factories.support.MessageFactory", factory_related_name="ticket"
    )


class FaultFactory(QuestionFactory):
    """A report that hits one person, who can work with difficulty."""

    kind = models.TicketKind.FAULT
    addressee = ""
    component = factory.SubFactory(ComponentFactory)
    effect = models.Effect.HINDERED
    spread = models.Spread.ONE
    priority = 4
    first_answer_due_at = NOON + dt.timedelta(days=1)
    due_at = NOON + dt.timedelta(days=5)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Message

    ticket = factory.SubFactory(QuestionFactory, message=None)
    author = factory.SelfAttribute("ticket.reporter")
    side = models.Side.REPORTER
    text = "Es ist weg."
    at = NOON
