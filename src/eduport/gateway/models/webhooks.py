"""Whom we tell what happened, what that was, and how telling went."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import NoPersonalData


class EventKind(models.TextChoices):
    """What another system can be told."""

    TICKET_CREATED = "ticket.created", _("a fault was reported")
    TICKET_UPDATED = "ticket.updated", _("a report was changed")
    MESSAGE_CREATED = "ticket.message.created", _("something was said in a report")
    TICKET_CLOSED = "ticket.closed", _("a report was closed")
    INCIDENT_OPENED = "incident.opened", _("an incident was opened")
    INCIDENT_UPDATED = "incident.updated", _("it was said how an incident goes")
    INCIDENT_RESOLVED = "incident.resolved", _("an incident was resolved")


TEST = "test"
"""Sent by a button, to whomever it is."""


class Ending(models.TextChoices):
    """Why an endpoint is told nothing any more."""

    BY_HAND = "by_hand", pgettext_lazy("webhook", "by hand")
    FAILING = "failing", _("it took nothing for days")
    GONE = "gone", _("it answered that it is gone for good")


class WebhookEndpoint(models.Model):
    """An address of another system that is told what happens.

    Secrets are encrypted: signing needs their text. While one is renewed the old one
    signs as well, until `old_secret_until`.
    """

    personal_data = NoPersonalData("another system; who set it up stands in the log")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    kinds = ArrayField(
        models.CharField(max_length=30, choices=EventKind), verbose_name=_("events")
    )
    secret = models.TextField(editable=False)
    old_secret = models.TextField(editable=False, blank=True)
    old_secret_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    disabled_because = models.CharField(
        max_length=10, choices=Ending, blank=True, editable=False
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(url=""), name="webhook_has_name_and_url"
            ),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=EventKind.values) & ~Q(kinds=[]),
                name="webhook_kinds_are_known",
            ),
            models.CheckConstraint(
                condition=Q(disabled_at=None, disabled_because="")
                | Q(disabled_at__isnull=False, disabled_because__in=Ending.values),
                name="webhook_disabled_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def kind_labels(self) -> list[str]:
        return [str(EventKind(kind).label) for kind in self.kinds]


class Event(models.Model):
    """Something that happened, as it is told. `uid` is the webhook-id, for good.

    `body` is kept as text: what is sent again has the same letters.
    """

    personal_data = NoPersonalData("numbers and states of reports; nobody is named")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(max_length=30)
    body = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="webhook_event_at")]


class Delivery(models.Model):
    """An event on its way to an endpoint, and how it went."""

    personal_data = NoPersonalData("numbers and states of reports; nobody is named")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, db_index=False)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE)
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    # What the server answered, or in a few words why there was no answer.
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=50, blank=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["endpoint", "next_try_at"],
                condition=Q(delivered_at=None, given_up_at=None),
                name="webhook_delivery_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "endpoint"], name="webhook_delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(delivered_at=None) | Q(given_up_at=None),
                name="webhook_delivery_ends_once",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.delivered_at is None and self.given_up_at is None
