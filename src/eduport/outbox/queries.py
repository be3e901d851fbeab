"""Reading the state of the mail."""

from django.db.models import QuerySet

from eduport.outbox.models import WaitingMail


def failed_mail() -> QuerySet[WaitingMail]:
    """What could not be sent, the newest first."""
    return WaitingMail.objects.exclude(failed_at=None).order_by("-failed_at")


def waiting_mail() -> QuerySet[WaitingMail]:
    """What is still to be sent, the oldest first."""
    return WaitingMail.objects.filter(failed_at=None).order_by("created_at")


def has_failed_mail() -> bool:
    """Whether there is a mail that needs an operator; an index knows."""
    return failed_mail().exists()
