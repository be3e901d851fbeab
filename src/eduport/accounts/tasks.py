"""Background work of `accounts`, for the schedule."""

import logging

from django.utils import timezone
from django_tasks import task

from eduport.accounts.services.password_reset import purge_reset_links, send_reset_link
from eduport.accounts.services.recovery import purge_pending_addresses
from eduport.accounts.services.sessions import purge_sessions
from eduport.accounts.services.throttling import purge_failures
from eduport.core.encryption import decrypt, encrypt

PURPOSE = "eduport.accounts.asked_login"
logger = logging.getLogger(__name__)


@task()
def purge_sign_ins_task() -> None:
    """Forget expired sessions, links and counters of failed sign-ins, every night."""
    at = timezone.now()
    try:
        purge_sessions(at=at)
        purge_failures(at=at)
        purge_reset_links(at=at)
        purge_pending_addresses(at=at)
    except Exception:
        logger.exception("Expired sessions and failed sign-ins were not purged")
        raise


def ask_for_reset_link(login: str, *, language: str) -> None:
    """Queue the question for a link. What was typed stands nowhere in the clear.

    Results of tasks are kept for a while, and people type passwords into wrong fields.
    """
    hidden = encrypt(login, purpose=PURPOSE)
    send_reset_link_task.enqueue(login=hidden, language=language)


@task(queue_name="mail")
def send_reset_link_task(login: str, language: str) -> None:
    """Mail a link for a new password, if there is somebody to mail it to."""
    plain = decrypt(login, purpose=PURPOSE)
    send_reset_link(plain, language=language, at=timezone.now())
