"""Background work of `administration`."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.administration.services.handouts import FETCH_WITHIN, expire_handouts
from eduport.administration.services.producing import (
    abandoned_handouts,
    produce_handout,
)
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


@task(queue_name="letters")
def produce_handout_task(*, handout_id: int) -> None:
    """Draw what somebody asked for; it goes after half an hour if nobody fetches it."""
    try:
        is_ready = produce_handout(handout_id, clock=timezone.now)
    except Exception:
        logger.exception("Handout %s could not be made", handout_id)
        raise
    if is_ready:
        later = timezone.now() + FETCH_WITHIN
        expire_handouts_task.using(run_after=later).enqueue()


@task()
def expire_handouts_task() -> None:
    """Delete what nobody fetched in time: half an hour later, and every night."""
    expire_handouts(at=timezone.now())


def resume_handouts() -> None:
    """Take on what a killed worker left behind; called at every beat of a worker."""
    for handout_id in abandoned_handouts(at=timezone.now()):
        produce_handout_task.enqueue(handout_id=handout_id)
