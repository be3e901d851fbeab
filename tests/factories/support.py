"""Factories of `support`."""

import datetime as dt

import factory

from eduport.support import models
from eduport.support.types import MediaType
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


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A small picture; what is in it matters to nobody."""

    class Meta:
        model = models.Attachment

    message = factory.SubFactory(MessageFactory)
    name = "bild.png"
    media_type = MediaType.PNG
    content = b"\x89PNG\r\n\x1a\n"
    size = factory.LazyAttribute(lambda file: len(file.content))


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Team

    name = factory.Sequence(lambda number: f"Team {number}")


class AnswerTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AnswerTemplate

    name = factory.Sequence(lambda number: f"Vorlage {number}")
    text = "Guten Tag {name}, zu {nummer}:"


class IncomingMailFactory(factory.django.DjangoModelFactory):
    """An answer by mail of who reported that nobody has read yet."""

    class Meta:
        model = models.IncomingMail

    ticket = factory.SubFactory(FaultFactory)
    person = factory.SelfAttribute("ticket.reporter")
    digest = factory.Sequence(lambda n: f"{n:064x}")
    content = b"Subject: AW: WLAN\r\n\r\nDanke.\r\n"
    size = 28
    received_at = next_try_at = NOON
    state = models.MailState.RECEIVED


class SavedViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SavedView

    owner = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda number: f"Ansicht {number}")
    query = "view=late"
