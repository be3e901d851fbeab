"""Second factors: who must have one until when, and taking those of others away."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction

from eduport.accounts.errors import LastFactorError, NoSecondFactorError
from eduport.accounts.models import Account
from eduport.accounts.queries.second_factor import (
    has_second_factor,
    is_role_protected,
    must_be_protected,
    other_factors,
)
from eduport.accounts.services.sessions import end_sessions_of
from eduport.audit.services import record_security_event
from eduport.core.actor import Actor

SECONDS_OF_A_NUMBER = 30
APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES
ADDED: dict[str, str] = {
    APP: "accounts.authenticator_app.added",
    PASSKEY: "accounts.passkey.added",
    CODES: "accounts.recovery_codes.made",
}
REMOVED: dict[str, str] = {
    APP: "accounts.authenticator_app.removed",
    PASSKEY: "accounts.passkey.removed",
    CODES: "accounts.recovery_codes.removed",
}

# Of the demo's Admin-Accounts; printed for everybody to see.
DEMO_SECRET = "HAFENKRANELBEHAFENKRANELBEHAFENK"  # noqa: S105 -- see above


def give_demo_app(account: Account) -> None:
    """Set up an authenticator app with the known secret, once."""
    if not has_second_factor(account):
        TOTP.activate(account, DEMO_SECRET)
        RecoveryCodes.activate(account).mark_as_viewed()


def demo_number(account: Account, *, at: datetime) -> str:
    """What the app shows now: for demo accounts in development, for no others."""
    app = Authenticator.objects.filter(user=account.pk, type=Authenticator.Type.TOTP)
    found = app.first() if settings.EDUPORT.development else None
    if not found or decrypt(found.data["secret"]) != DEMO_SECRET:
        return ""
    counter = int(at.timestamp()) // SECONDS_OF_A_NUMBER
    return str(format_hotp_value(hotp_value(DEMO_SECRET, counter)))


def begin_grace(
    account: Account, *, protected_roles: Collection[str], days: int, at: datetime
) -> None:
    """Set the day on which a second factor becomes a duty, at a sign-in without one.

    The first day that was set holds, as long as the person has the role.
    """
    if not protected_roles or account.second_factor_due_at:
        return
    if is_role_protected(account, protected_roles) and not has_second_factor(account):
        due_at = at + timedelta(days=days)
        open_rows = Account.objects.filter(pk=account.pk, second_factor_due_at=None)
        open_rows.update(second_factor_due_at=due_at)


def keep_one(
    account: Account, factor_id: int, *, protected_roles: Collection[str], at: datetime
) -> None:
    """Refuse to let the last second factor go where it is a duty: LastFactorError.

    Inside a transaction: until its end nobody else takes one away.
    """
    locked = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    is_last = not other_factors(locked, than=factor_id).exists()
    if is_last and must_be_protected(locked, at, protected_roles):
        raise LastFactorError


@transaction.atomic
def remove_second_factors(account: Account, *, by: Actor, at: datetime) -> None:
    """Take all second factors of somebody away who has lost them.

    The password stays, all sessions end, and the person reads of it at the next
    sign-in. Raises NoSecondFactorError.
    """
    removed, _ = Authenticator.objects.filter(user=account.pk).delete()
    if not removed:
        raise NoSecondFactorError(login=account.username)
    Account.objects.filter(pk=account.pk).update(second_factor_removed_at=at)
    record_security_event("accounts.second_factor.removed", account, by=by, at=at)
    end_sessions_of([account.pk], at=at)


def record_own_change(
    account: Account, factor_type: str, events: Mapping[str, str], *, at: datetime
) -> None:
    """Note that somebody set up a second factor or took an own one away.

    `events` is ADDED or REMOVED. What the factor is called, or how it looks, is not
    noted.
    """
    record_security_event(events[factor_type], account, by=account.actor, at=at)


def forget_removal(account: Account) -> None:
    """The owner has read that somebody took the second factors away."""
    Account.objects.filter(pk=account.pk).update(second_factor_removed_at=None)
