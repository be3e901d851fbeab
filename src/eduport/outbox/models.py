"""Mail that waits to be sent, or could not be."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention


class WaitingMail(models.Model):
    """A mail that no mail server has taken yet. What was sent is deleted.

    `content` is encrypted: it has one-time links, and says who is written to.
    """

    personal_data = PersonalData(
        what=_("Mail that waits to be sent, encrypted"),
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
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(failed_at=None),
                name="waiting_mail_due",
            ),
            models.Index(
                fields=["failed_at"],
                condition=Q(failed_at__isnull=False),
                name="waiting_mail_failed",
            ),
        ]
