"""Keeping an account out by hand, and letting it in again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Value, When

from eduport.accounts.models import Account
from eduport.accounts.services.sessions import end_sessions_of
from eduport.accounts.services.throttling import forget_failures, login_lane
from eduport.audit.services import record
from eduport.core.actor import Actor


@transaction.atomic
def block_account(account: Account, *, by: Actor, at: datetime) -> None:
    """Keep somebody out until it is undone; ends all sessions at once.

    Blocking twice keeps the first time.
    """
    blocked = Account.objects.filter(pk=account.pk, blocked_at=None).update(
        blocked_at=at,
        disabled_at=Case(
            When(disabled_at=None, then=Value(at)), default=F("disabled_at")
        ),
    )
    if blocked:
        record("accounts.account.blocked", account, by=by, at=at)
        end_sessions_of([account.pk], at=at)


@transaction.atomic
def unblock_account(account: Account, *, by: Actor, at: datetime) -> None:
    """Let somebody in again, unless the person is released for deletion."""
    released_at = account.person.deletion_released_at if account.person else None
    unblocked = Account.objects.filter(pk=account.pk, blocked_at__isnull=False).update(
        blocked_at=None, disabled_at=released_at
    )
    if unblocked:
        record("accounts.account.unblocked", account, by=by, at=at)


@transaction.atomic
def lift_lock(account: Account, *, by: Actor, at: datetime) -> None:
    """Forget the wrong passwords of the last minutes, which keep the owner out."""
    forget_failures([login_lane(account.username)])
    Account.objects.filter(pk=account.pk).update(locked_until=None)
    record("accounts.account.lock_lifted", account, by=by, at=at)
