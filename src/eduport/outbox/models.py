"""Mail that waits to be sent, or could not be."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention


class Circular(models.Model):
    """The same words for many people, in each language once. They are no secret."""

    personal_data = NoPersonalData("the same words for everybody")

    uid = models.UUIDField(unique=True, editable=False)
    # By language: subject and text.
    letters = models.JSONField(editable=False)
    # Where readers end it without a login; `{key}` stands for the reader's own key.
    unsubscribe_url = models.CharField(max_length=300, default="", db_default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class WaitingMail(models.Model):
    """A mail that no mail server has taken yet. What was sent is deleted.

    `content` is encrypted: it has one-time links, and says who is written to. A copy of
    a circular has none; it names its reader, who is everybody who wanted to read it.
    """

    personal_data = PersonalData(
        what=_("Mail that waits to be sent; encrypted, unless many get the same"),
        purpose=_("Sending it when the mail server is back"),
        retention=Retention(
            task="purge_failed_mail_task",
            since="failed_at",
            days=14,
            text=_("until it is sent; if that fails, %(days)s days"),
        ),
        withheld=_("It is encrypted, also to whom it goes."),
    )

    uid = models.UUIDField(unique=True, editable=False)
    content = models.TextField(editable=False)
    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, null=True)
    recipient = models.CharField(max_length=254, blank=True, editable=False)
    language = models.CharField(max_length=5, blank=True, editable=False)
    # With it the reader ends this kind of mail, and can do nothing else.
    unsubscribe_key = models.CharField(
        max_length=40, blank=True, editable=False, default="", db_default=""
    )
    created_at = models.DateTimeField()
    # After it the mail is of no use, and nobody tries any longer.
    expires_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    # What kind of fault it was, never what the server said: that names people.
    fault = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")),
                name="waiting_mail_expires_later",
            ),
            models.CheckConstraint(
                condition=Q(circular=None, recipient="") & ~Q(content="")
                | Q(circular__isnull=False, content="") & ~Q(recipient=""),
                name="waiting_mail_is_a_letter_or_a_copy",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(failed_at=None),
                name="waiting_mail_due",
            ),
            models.Index(
                fields=["next_try_at"],
                condition=Q(failed_at=None, circular__isnull=False),
                name="waiting_mail_copies_due",
            ),
            models.Index(
                fields=["failed_at"],
                condition=Q(failed_at__isnull=False),
                name="waiting_mail_failed",
            ),
        ]
