"""Background work of `administration`."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.administration.services.warnings import warn_of_ends

logger = logging.getLogger(__name__)


@task()
def warn_of_ends_task() -> None:
    """Tell by mail which accounts made by hand are about to end, every morning."""
    try:
        warn_of_ends(at=timezone.now())
    except Exception:
        logger.exception("Nobody was told of accounts that are about to end")
        raise
