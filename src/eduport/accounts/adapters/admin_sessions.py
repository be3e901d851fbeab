"""How long an Admin-Account stays signed in."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from eduport.accounts.models import Account, AccountKind

KEY = "accounts_admin_session"
# So often a session is written because of what somebody does in it.
_WRITE_SECONDS = 60


def begin(session: SessionBase, account: Account) -> None:
    """Start to count at a sign-in."""
    if account.kind == AccountKind.ADMIN:
        now = timezone.now().timestamp()
        session[KEY] = (now, now)


def has_ended(request: HttpRequest, account: Account) -> bool:
    """Whether the session rested too long, or is too old. Counts this as activity."""
    if account.kind != AccountKind.ADMIN:
        return False
    now = timezone.now().timestamp()
    began_at, seen_at = request.session.get(KEY, (now, 0))
    if seen_at and _is_over(now - began_at, now - seen_at):
        return True
    if now - seen_at >= _WRITE_SECONDS:
        request.session[KEY] = (began_at, now)
    return False


def _is_over(age: float, rest: float) -> bool:
    limits = settings.EDUPORT
    is_old = age > limits.admin_session_hours * 3600
    return is_old or rest > limits.admin_session_minutes * 60
