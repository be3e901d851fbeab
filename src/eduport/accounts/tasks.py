"""Background work of `accounts`, for the schedule."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.accounts.services.sessions import purge_sessions
from eduport.accounts.services.throttling import purge_failures

logger = logging.getLogger(__name__)


@task()
def purge_sign_ins_task() -> None:
    """Forget expired sessions and counters of failed sign-ins, every night."""
    try:
        purge_sessions(at=timezone.now())
        purge_failures(at=timezone.now())
    except Exception:
        logger.exception("Expired sessions and failed sign-ins were not purged")
        raise
