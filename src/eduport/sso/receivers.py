"""What `sso` does when somebody signs in or out."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from eduport.accounts.models import Account
from eduport.accounts.signals import password_changed, sessions_ended
from eduport.sso.services import logout, sessions
from eduport.sso.tasks import deliver_logout_notice_task


@receiver(user_logged_in)
def remember_the_time(*, request: HttpRequest, **_kwargs: Any) -> None:
    """Services may ask how long ago somebody signed in."""
    sessions.begin_session(request.session, at=timezone.now())


@receiver(user_logged_out)
def end_the_session_everywhere(
    *, request: HttpRequest, user: Account | None, **_kwargs: Any
) -> None:
    """Who signs out of the portal is signed out of the services."""
    if user:
        sids = [sessions.sid_of(request.session.session_key)]
        tell(logout.end_sessions(user.pk, sids, at=timezone.now()))


@receiver(sessions_ended)
def end_the_sessions_everywhere(
    *, account_id: int, session_keys: list[str], at: datetime, **_kwargs: Any
) -> None:
    """Sessions that were ended from elsewhere end at the services, too."""
    sids = [sessions.sid_of(key) for key in session_keys]
    tell(logout.end_sessions(account_id, sids, at=at))


@receiver(password_changed)
def end_tokens_with_the_password(
    *, account_ids: list[int], at: datetime, **_kwargs: Any
) -> None:
    """Whoever knew the old password keeps nothing that it gave."""
    tell(logout.end_all_sessions(account_ids, at=at))


def tell(notice_ids: Iterable[int]) -> None:
    for pk in notice_ids:
        enqueue = partial(deliver_logout_notice_task.enqueue, notice_id=pk)
        transaction.on_commit(enqueue)
