"""Mail that came in: answers to what we wrote, and what only looks like it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person
from eduport.support.models.tickets import Message, Ticket


class MailState(models.TextChoices):
    """What became of a mail."""

    RECEIVED = "received", _("not read yet")
    TAKEN = "taken", _("stands in the ticket")
    RECORDED = "recorded", _("is no answer")
    HELD = "held", _("waits for a decision")
    THROWN_AWAY = "thrown_away", _("thrown away")


class MailReason(models.TextChoices):
    """Why a mail does not simply stand in the ticket."""

    # Of no answer:
    AUTO_REPLY = "auto_reply", _("written by a machine, such as an absence note")
    BOUNCE = "bounce", _("says that a mail could not be delivered")
    LOOP = "loop", _("our own mail that came back")
    CALENDAR = "calendar", _("an entry of a calendar")
    EMPTY = "empty", _("nothing new stands in it")
    # Of what is held:
    SENDER = "sender", _("does not come from an address of this person")
    FORGED = "forged", _("the mail server found the sender to be forged")
    NOT_INVOLVED = "not_involved", _("this person has no part in the ticket any more")
    OVER = "over", _("the ticket was closed meanwhile")
    TOO_MANY = "too_many", _("there were too many within an hour")
    ENCRYPTED = "encrypted", _("is encrypted")
    UNREADABLE = "unreadable", _("cannot be read")


IS_NO_ANSWER = [
    MailReason.AUTO_REPLY,
    MailReason.BOUNCE,
    MailReason.LOOP,
    MailReason.CALENDAR,
    MailReason.EMPTY,
]


class IncomingMail(models.Model):
    """A mail to a reply address, as it came. It is stored before it is acknowledged.

    `person` is whom the address was given to, not whoever sent it.
    """

    personal_data = PersonalData(
        what=_("Answers by mail, as they came, and what became of them"),
        purpose=_("Losing none, and deciding about those that may be forged"),
        retention=Retention(
            task="purge_mail_task",
            since="settled_at",
            setting="mail_intake_days",
            text=_("%(days)s days after its text stands in the ticket"),
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    # Of recipient, Message-ID, sender and text: the same mail is stored once.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(
        pgettext_lazy("mail", "state"), max_length=12, choices=MailState
    )
    reason = models.CharField(
        _("reason"), max_length=12, choices=MailReason, blank=True
    )
    # Counted before it is read: what brings down a worker is not read again for ever.
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    # What was read; empty until then, and of what cannot be read.
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    message = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True)
    settled_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="received"),
                name="incoming_mail_due",
            ),
            models.Index(fields=["state", "received_at"], name="incoming_mail_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values),
                name="incoming_mail_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="incoming_mail_digest_is_hash",
            ),
            models.CheckConstraint(
                condition=Q(state="recorded", reason__in=IS_NO_ANSWER)
                | Q(~Q(state="recorded")),
                name="incoming_mail_recorded_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(reason__in=MailReason.values),
                name="incoming_mail_held_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "held"], settled_at=None)
                | Q(
                    state__in=["taken", "recorded", "thrown_away"],
                    settled_at__isnull=False,
                ),
                name="incoming_mail_settled_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or f"#{self.ticket_id}"
