"""Forgetting, every night, what was asked."""

from django.utils import timezone
from django_tasks import task

from eduport.inquiries.services.inquiries import purge_inquiries


@task()
def purge_inquiries_task() -> None:
    """Forget who asked to read the log, together with the entries."""
    purge_inquiries(at=timezone.now())
