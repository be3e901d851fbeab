"""Setting passwords, and refusing those that others would guess."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import transaction

from eduport.accounts.errors import (
    CommonPasswordError,
    MonotonousPasswordError,
    PasswordFromNameError,
    PasswordTooLongError,
    PasswordTooShortError,
    SamePasswordError,
)
from eduport.accounts.models import Account
from eduport.accounts.rules import passwords as rules
from eduport.accounts.services.sessions import end_other_sessions
from eduport.accounts.signals import password_changed
from eduport.audit.services import record_security_event
from eduport.core.actor import Actor


def check_strength(password: str, account: Account) -> None:
    """Raise a RefusedPasswordError if others would guess the password.

    NIST SP 800-63B §5.1.1.2: a minimum length, lists of common and of context-specific
    words; no rules of composition and no expiry, which only make passwords worse.
    """
    length = len(rules.normalized(password))
    if length < rules.MIN_LENGTH:
        raise PasswordTooShortError(length=rules.MIN_LENGTH)
    if length > rules.MAX_LENGTH:
        raise PasswordTooLongError(length=rules.MAX_LENGTH)
    if rules.is_monotonous(password):
        raise MonotonousPasswordError(length=rules.MIN_DIFFERENT)
    if rules.is_made_of(password, _context(account)):
        raise PasswordFromNameError
    if rules.is_listed(password, refused_passwords()):
        raise CommonPasswordError


def _context(account: Account) -> list[str]:
    words = ["eduport", account.username]
    person = account.person
    if person:
        words += [person.given_name, person.family_name, person.call_name]
        words += [person.home_school.code, person.home_school.name]
    return words


@cache
def refused_passwords() -> frozenset[str]:
    """Django's list of 20,000 common passwords, and the operator's own."""
    listed = set(CommonPasswordValidator().passwords)
    if path := settings.EDUPORT.password_list:
        listed |= {line.strip().casefold() for line in path.read_text().splitlines()}
    return frozenset(listed - {""})


@transaction.atomic
def set_password(
    account: Account,
    password: str,
    *,
    by: Actor,
    at: datetime,
    must_change: bool = False,
    keep_session: str = "",
) -> None:
    """Give an account a new password; it counts as activated from now on.

    Ends its sessions but `keep_session`, the one in which the owner changes it. Raises
    RefusedPasswordError. `must_change` is for a password that somebody else knows, so
    that the owner chooses another at the next login.
    """
    check_strength(password, account)
    account.set_password(password)
    account.must_change_password = must_change
    account.activated_at = account.activated_at or at
    account.save(update_fields=["password", "must_change_password", "activated_at"])
    record_security_event("accounts.password.changed", account, by=by, at=at)
    password_changed.send(Account, account_id=account.pk, at=at)
    end_other_sessions(account, keep_session, at=at)


def change_own_password(
    account: Account, password: str, *, at: datetime, keep_session: str = ""
) -> None:
    """Replace the password by another one that the owner chose."""
    if account.check_password(password):
        raise SamePasswordError
    set_password(account, password, by=account.actor, at=at, keep_session=keep_session)
