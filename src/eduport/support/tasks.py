"""What happens to tickets by itself."""

from django.utils import timezone
from django_tasks import task

from eduport.core.actor import Actor
from eduport.support.services.desk import escalate_late_tickets
from eduport.support.services.drafts import purge_drafts
from eduport.support.services.tickets import close_solved_tickets, purge_tickets


@task()
def close_solved_tickets_task() -> None:
    """Close what has been solved for two weeks."""
    close_solved_tickets(at=timezone.now())


@task()
def purge_tickets_task() -> None:
    """Forget what was closed long ago."""
    purge_tickets(at=timezone.now())


@task()
def purge_drafts_task() -> None:
    """Forget drafts that nobody went on with."""
    purge_drafts(at=timezone.now())


@task()
def escalate_late_tickets_task() -> None:
    """Tell the desk of what is late."""
    escalate_late_tickets(by=Actor.system("schedule"), at=timezone.now())
