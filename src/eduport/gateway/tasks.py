"""What `gateway` does in the background."""

from django.utils import timezone
from django_tasks import task

from eduport.gateway.services.repeating import purge_accepted_requests


@task()
def purge_accepted_requests_task() -> None:
    """Forget by which keys things were made."""
    purge_accepted_requests(at=timezone.now())
