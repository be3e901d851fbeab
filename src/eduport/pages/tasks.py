"""Background work of `pages`."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.pages.services.opinions import purge_opinions

logger = logging.getLogger(__name__)


@task()
def purge_opinions_task() -> None:
    """Forget who answered, and what is old, every night."""
    try:
        purge_opinions(at=timezone.now())
    except Exception:
        logger.exception("Opinions on pages could not be purged")
        raise
