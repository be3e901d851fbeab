"""Background work of `pages`."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.pages.services.links import check_links
from eduport.pages.services.opinions import purge_opinions
from eduport.pages.services.reviews import remind_of_reviews
from eduport.pages.services.schedule import publish_due

logger = logging.getLogger(__name__)


@task()
def purge_opinions_task() -> None:
    """Forget who answered, and what is old, every night."""
    try:
        purge_opinions(at=timezone.now())
    except Exception:
        logger.exception("Opinions on pages could not be purged")
        raise


@task()
def check_links_task() -> None:
    """Find links that lead nowhere, every night."""
    try:
        check_links(at=timezone.now())
    except Exception:
        logger.exception("The links of the pages could not be checked")
        raise


@task()
def remind_of_reviews_task() -> None:
    """Tell by mail which pages are to be checked, every morning."""
    try:
        remind_of_reviews(at=timezone.now())
    except Exception:
        logger.exception("Nobody was told of pages to check")
        raise


def publish_due_pages() -> None:
    """Publish what is due; called at every beat of a worker."""
    publish_due(at=timezone.now())
