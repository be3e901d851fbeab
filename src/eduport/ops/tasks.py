"""Nightly work that belongs to no single domain."""

from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_tasks import task
from oauth2_provider.models import clear_expired

TASK_RESULTS_DAYS = 30


@task()
def purge_sessions_task() -> None:
    """Remove sessions that have ended."""
    engine = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    engine.clear_expired()


@task()
def purge_tokens_task() -> None:
    """Remove tokens and grants of the single sign-on that are no longer valid."""
    clear_expired()  # type: ignore[no-untyped-call]  # the library has no types


@task()
def purge_task_results_task() -> None:
    """Remove what is known about tasks that ended a month ago."""
    call_command("prune_db_task_results", min_age_days=TASK_RESULTS_DAYS, verbosity=0)
