"""What happened, for as long as the law wants it."""

from django.db import models


class LogEntry(models.Model):
    """One fact. Holds no foreign keys: it must outlive what it speaks of."""

    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="log_entry_subject"),
            models.Index(fields=["at"], name="log_entry_at"),
        ]
