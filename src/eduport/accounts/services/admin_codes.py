"""Codes for Admin-Accounts: the first sign-in, and passwords that are forgotten."""

from datetime import datetime

from django.db import transaction

from eduport.accounts.models import Account
from eduport.accounts.queries import everyday_account
from eduport.accounts.queries.recovery import find_recovery_address
from eduport.accounts.services.activation import issue_activation_codes
from eduport.audit.services import record_security_event
from eduport.core.actor import Actor
from eduport.outbox.services import send_mail_later


@transaction.atomic
def issue_admin_code(account: Account, *, by: Actor, at: datetime) -> str:
    """Make a code for an Admin-Account, to be shown at once and then forgotten.

    One in use goes on as it is until the code is used: then there is a new password,
    all sessions end, and the second factor is asked for as ever. Its owner is told,
    since whoever holds the code could be somebody else.
    """
    [(_, code)] = issue_activation_codes([account], by=by, at=at)
    record_security_event("accounts.admin_code.issued", account, by=by, at=at)
    if account.activated_at:
        _tell_owner(account, at=at)
    return code


def _tell_owner(account: Account, *, at: datetime) -> None:
    """Write to the everyday account: its mailbox, and the recovery address."""
    everyday = everyday_account(account.person) if account.person else None
    if not everyday:
        return
    addresses = [everyday.username]
    if private := find_recovery_address(everyday):
        addresses.append(private.address)
    for address in addresses:
        send_mail_later(
            address,
            "accounts/mail/admin_code.txt",
            {"login": account.username, "made_at": at},
            language=everyday.language,
            at=at,
        )
