"""Background work of `people`, for the schedule."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.people.services.actions import purge_actions

logger = logging.getLogger(__name__)


@task()
def purge_actions_task() -> None:
    """Forget what was done to people by hand when its time is over, every night."""
    try:
        purge_actions(at=timezone.now())
    except Exception:
        logger.exception("What was done to people by hand was not forgotten")
        raise
