"""Background work of `people`, for the schedule."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.people.services.actions import purge_actions
from eduport.people.services.appointments import follow_appointments
from eduport.people.services.group_addresses import reserve_missing_addresses
from eduport.people.services.groups import purge_groups
from eduport.people.services.manual_accounts import end_manual_accounts
from eduport.people.services.moves import carry_out_school_changes
from eduport.people.services.secondments import follow_secondments
from eduport.people.services.years import switch_year_if_due

logger = logging.getLogger(__name__)
SCHEDULE = Actor.system("schedule")


@task()
def purge_actions_task() -> None:
    """Forget what was done to people by hand when its time is over, every night."""
    try:
        purge_actions(at=timezone.now())
    except Exception:
        logger.exception("What was done to people by hand was not forgotten")
        raise


@task()
def follow_secondments_task() -> None:
    """Begin and end secondments whose day has come, every night."""
    try:
        follow_secondments(by=SCHEDULE, at=timezone.now())
    except Exception:
        logger.exception("Secondments were not begun and ended")
        raise


@task()
def end_manual_accounts_task() -> None:
    """End the accounts made by hand that have had their last day, every night."""
    try:
        end_manual_accounts(by=SCHEDULE, at=timezone.now())
    except Exception:
        logger.exception("Accounts made by hand were not ended")
        raise


@task()
def follow_appointments_task() -> None:
    """Let begin and end what follows from appointments, every night."""
    follow_appointments(by=SCHEDULE, at=timezone.now())


@task()
def switch_year_task() -> None:
    """Make the school year of today active, if that was not done yet."""
    try:
        switch_year_if_due(by=SCHEDULE, at=timezone.now())
    except Exception:
        logger.exception("The school year was not changed")
        raise


@task()
def purge_groups_task() -> None:
    """Delete the groups whose grace period is over."""
    try:
        purge_groups(by=SCHEDULE, at=timezone.now())
    except Exception:
        logger.exception("Groups were not deleted")
        raise


@task()
def reserve_addresses_task() -> None:
    """Reserve addresses for the groups that the sync brought."""
    try:
        reserve_missing_addresses(at=timezone.now())
    except Exception:
        logger.exception("Addresses of groups were not reserved")
        raise


@task()
def carry_out_school_changes_task() -> None:
    """Make the changes of school whose day has come, every night."""
    try:
        carry_out_school_changes(by=Actor.system("schedule"), at=timezone.now())
    except Exception:
        logger.exception("Changes of school were not made")
        raise
