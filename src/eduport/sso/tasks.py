"""What `sso` does in the background."""

from django.utils import timezone
from django_tasks import task

from eduport.sso.services.logout import deliver_notice


@task(queue_name="notices")
def deliver_logout_notice_task(notice_id: int) -> None:
    """Tell a service of a logout; if it does not answer, again later."""
    next_try_at = deliver_notice(notice_id, at=timezone.now())
    if next_try_at:
        again = deliver_logout_notice_task.using(run_after=next_try_at)
        again.enqueue(notice_id=notice_id)
