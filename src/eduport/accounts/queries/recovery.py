"""Reading recovery addresses and links for new passwords."""

from datetime import datetime

from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from eduport.accounts.models import (
    Account,
    AccountKind,
    PendingRecoveryAddress,
    RecoveryAddress,
)


def find_recovery_address(account: Account) -> RecoveryAddress | None:
    return RecoveryAddress.objects.filter(account=account.pk).first()


def find_pending_address(
    account: Account, digest: str | None = None, *, at: datetime
) -> PendingRecoveryAddress | None:
    """What the account has still to confirm; with a digest, only by that link."""
    pending = PendingRecoveryAddress.objects.filter(
        account=account.pk, expires_at__gt=at
    ).first()
    if pending and digest and not constant_time_compare(pending.digest, digest):
        return None
    return pending


def can_have_recovery_address(account: Account) -> bool:
    """Everyday accounts only. Those of the administration have the central team."""
    return account.kind == AccountKind.PERSON


def is_reminder_due(account: Account, at: datetime) -> bool:
    """Whether to recall today that there is no recovery address. Asks no table."""
    day = account.recovery_reminder_on
    return can_have_recovery_address(account) and (day is None or day <= localdate(at))
