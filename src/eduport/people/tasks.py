"""Background work of `people`, for the schedule."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.people.services.actions import purge_actions
from eduport.people.services.appointments import follow_appointments
from eduport.people.services.manual_accounts import end_manual_accounts

logger = logging.getLogger(__name__)


@task()
def purge_actions_task() -> None:
    """Forget what was done to people by hand when its time is over, every night."""
    try:
        purge_actions(at=timezone.now())
    except Exception:
        logger.exception("What was done to people by hand was not forgotten")
        raise


@task()
def end_manual_accounts_task() -> None:
    """End the accounts made by hand that have had their last day, every night."""
    try:
        end_manual_accounts(by=Actor.system("schedule"), at=timezone.now())
    except Exception:
        logger.exception("Accounts made by hand were not ended")
        raise


@task()
def follow_appointments_task() -> None:
    """Let begin and end what follows from appointments, every night."""
    follow_appointments(by=Actor.system("schedule"), at=timezone.now())
