"""Mail that waits to be sent, or could not be."""

from django.db import models
from django.db.models import F, Q


class WaitingMail(models.Model):
    """A mail that no mail server has taken yet. What was sent is deleted.

    `content` is encrypted: it has one-time links, and says who is written to.
    """

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
