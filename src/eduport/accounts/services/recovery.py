"""The recovery address: stored with proof of password and mailbox, and removed."""

import datetime as dt
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from eduport.accounts.errors import (
    OwnMailDomainError,
    SameRecoveryAddressError,
    TooManyMailsError,
    UsedLinkError,
)
from eduport.accounts.models import Account, PendingRecoveryAddress, RecoveryAddress
from eduport.accounts.models.recovery import PURPOSE
from eduport.accounts.queries.recovery import (
    find_pending_address,
    find_recovery_address,
)
from eduport.accounts.services.throttling import count_in_window, recovery_lane
from eduport.audit.services import record_security_event
from eduport.core.encryption import encrypt
from eduport.outbox.services import send_mail_later
from eduport.people.models import SchoolAuthority

LIFETIME = timedelta(hours=24)
MAILS_AN_HOUR = 5
NEVER = dt.date.max


def portal_link(name: str, *args: object) -> str:
    """The whole address of a page, for a mail."""
    return settings.EDUPORT.public_url + reverse(name, args=args)


def token_digest(purpose: str, *parts: object) -> str:
    """A keyed hash. What the token is bound to is part of it."""
    message = ":".join(map(str, parts))
    return salted_hmac(purpose, message, algorithm="sha256").hexdigest()


def _digest(account: Account, token: str) -> str:
    return token_digest("eduport.accounts.recovery_address", account.pk, token)


def propose_recovery_address(account: Account, address: str, *, at: datetime) -> None:
    """Send a link to an address; opened, it makes it the recovery address.

    The caller has asked for the password. The present address stays good until then,
    and the link of an earlier proposal is no longer. Raises a
    RefusedRecoveryAddressError for an address of our own mail domain, which would be
    out of reach together with the account, for the present one, and after
    `MAILS_AN_HOUR`, so that nobody is pestered through us.
    """
    _refuse_own_domain(address)
    present = find_recovery_address(account)
    if present and present.address == address:
        raise SameRecoveryAddressError
    mails = count_in_window(recovery_lane(account.pk), timedelta(hours=1), at=at)
    if mails > MAILS_AN_HOUR:
        raise TooManyMailsError
    _propose(account, address, at=at)


@transaction.atomic
def _propose(account: Account, address: str, *, at: datetime) -> None:
    token = secrets.token_urlsafe(32)
    PendingRecoveryAddress.objects.update_or_create(
        account=account,
        defaults={
            "encrypted": encrypt(address, purpose=PURPOSE),
            "digest": _digest(account, token),
            "asked_at": at,
            "expires_at": at + LIFETIME,
        },
    )
    send_mail_later(
        address,
        "accounts/mail/confirm_recovery_address.txt",
        {"link": portal_link("accounts:confirm_recovery_address", token)},
        language=account.language,
        at=at,
        useful_for=LIFETIME,
    )


def _refuse_own_domain(address: str) -> None:
    domain = address.rpartition("@")[2].lower()
    ours = {settings.EDUPORT.mail_domain}
    ours |= set(SchoolAuthority.objects.values_list("mail_domain", flat=True))
    if any(f".{domain}".endswith(f".{own}") for own in ours):
        raise OwnMailDomainError(domain=domain)


def address_of_link(account: Account, token: str, *, at: datetime) -> str | None:
    """Which address a link would confirm, if it is good."""
    pending = find_pending_address(account, _digest(account, token), at=at)
    return pending.address if pending else None


@transaction.atomic
def confirm_recovery_address(
    account: Account, token: str, *, at: datetime
) -> RecoveryAddress:
    """Make the proposed address the recovery address; an old one is told.

    Only its owner, signed in, can: a stranger to whom a mistyped address belongs must
    not confirm it. Raises UsedLinkError; of parallel attempts one succeeds.
    """
    pending = find_pending_address(account, _digest(account, token), at=at)
    if not pending or not pending.delete()[0]:
        raise UsedLinkError
    _tell_old_address(account, "recovery_address_changed", at=at)
    address, _ = RecoveryAddress.objects.update_or_create(
        account=account,
        defaults={"encrypted": pending.encrypted, "confirmed_at": at},
    )
    _remind_on(account, NEVER)
    record_security_event(
        "accounts.recovery_address.confirmed", account, by=account.actor, at=at
    )
    return address


@transaction.atomic
def remove_recovery_address(account: Account, *, at: datetime) -> None:
    """Forget the address, and one that waits; the address is told.

    The caller has asked for the password. Twice is the same as once.
    """
    PendingRecoveryAddress.objects.filter(account=account).delete()
    _tell_old_address(account, "recovery_address_removed", at=at)
    removed, _ = RecoveryAddress.objects.filter(account=account).delete()
    if removed:
        record_security_event(
            "accounts.recovery_address.removed", account, by=account.actor, at=at
        )
    postpone_reminder(account, at=at)


def _tell_old_address(account: Account, template: str, *, at: datetime) -> None:
    old = find_recovery_address(account)
    if old:
        send_mail_later(
            old.address,
            f"accounts/mail/{template}.txt",
            {"login": account.username},
            language=account.language,
            at=at,
        )


def tell_of_new_passwords(account_ids: list[int], *, at: datetime) -> None:
    """Write to everybody with a recovery address that the password is a new one."""
    found = RecoveryAddress.objects.filter(
        account__in=account_ids, account__disabled_at=None
    )
    for row in found.select_related("account"):
        send_mail_later(
            row.address,
            "accounts/mail/password_changed.txt",
            {"login": row.account.username, "changed_at": at},
            language=row.account.language,
            at=at,
        )


def postpone_reminder(account: Account, *, at: datetime) -> None:
    """Recall a missing recovery address tomorrow."""
    _remind_on(account, localdate(at) + timedelta(days=1))


def stop_reminder(account: Account) -> None:
    """Never recall a missing recovery address again."""
    _remind_on(account, NEVER)


def _remind_on(account: Account, day: dt.date) -> None:
    account.recovery_reminder_on = day
    account.save(update_fields=["recovery_reminder_on"])


def purge_pending_addresses(*, at: datetime) -> None:
    """Forget addresses that nobody confirmed in time; in the night."""
    PendingRecoveryAddress.objects.filter(expires_at__lte=at).delete()
