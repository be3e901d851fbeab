"""Setting passwords, and refusing those that others would guess."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.db import connection, transaction

from eduport.accounts.errors import (
    CommonPasswordError,
    MonotonousPasswordError,
    PasswordFromNameError,
    PasswordTooLongError,
    PasswordTooShortError,
    RefusedPasswordError,
    SamePasswordError,
)
from eduport.accounts.models import Account, ActivationCode
from eduport.accounts.rules import passwords as rules
from eduport.accounts.services.sessions import end_other_sessions, end_sessions_of
from eduport.accounts.signals import password_changed
from eduport.audit.services import record_all, record_security_event
from eduport.core.actor import Actor

_PUT_IN_FORCE = """
UPDATE accounts_account account
   SET password = made.hash,
       must_change_password = %(must_change)s,
       activated_at = CASE WHEN %(must_change)s THEN activated_at
                           ELSE COALESCE(activated_at, %(at)s) END
  FROM unnest(%(ids)s::bigint[], %(hashes)s::text[]) AS made (id, hash)
 WHERE made.id = account.id
"""


class DraftPassword(NamedTuple):
    """A password that was made for somebody, and how it would be stored."""

    password: str
    stored: str


def check_strength(password: str, account: Account) -> None:
    """Raise a RefusedPasswordError if others would guess the password.

    NIST SP 800-63B §5.1.1.2: a minimum length, lists of common and of context-specific
    words; no rules of composition and no expiry, which only make passwords worse.
    """
    check_unguessable(password, min_length=rules.MIN_LENGTH)
    if rules.is_made_of(password, _context(account)):
        raise PasswordFromNameError


def check_unguessable(password: str, *, min_length: int) -> None:
    """Raise a RefusedPasswordError for what anybody would try, whoever it is for."""
    length = len(rules.normalized(password))
    if length < min_length:
        raise PasswordTooShortError(length=min_length)
    if length > rules.MAX_LENGTH:
        raise PasswordTooLongError(length=rules.MAX_LENGTH)
    if rules.is_monotonous(password):
        raise MonotonousPasswordError(length=rules.MIN_DIFFERENT)
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
    password_changed.send(Account, account_ids=[account.pk], at=at)
    end_other_sessions(account, keep_session, at=at)


def change_own_password(
    account: Account, password: str, *, at: datetime, keep_session: str = ""
) -> None:
    """Replace the password by another one that the owner chose."""
    if account.check_password(password):
        raise SamePasswordError
    set_password(account, password, by=account.actor, at=at, keep_session=keep_session)


def draft_password(account: Account) -> DraftPassword:
    """Make a password that its owner will get on paper; nothing is changed yet.

    Takes as long as a sign-in: it is hashed here, so that many can be made ahead.
    """
    while True:
        password = rules.new_password()
        try:
            check_strength(password, account)
        except RefusedPasswordError:
            continue
        return DraftPassword(password, make_password(password))


@transaction.atomic
def put_passwords_in_force(
    stored: Mapping[int, str], *, must_change: bool, by: Actor, at: datetime
) -> None:
    """Let passwords that were drafted hold from now on, by account.

    A few statements whatever the number. Ends their sessions and takes back their
    codes, which would open the accounts as well. With `must_change` an account still
    counts as never activated until its owner has chosen a password.
    """
    ids = list(stored)
    values: dict[str, Any] = {
        "ids": ids,
        "hashes": list(stored.values()),
        "must_change": must_change,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUT_IN_FORCE, values)
    ActivationCode.objects.filter(account__in=ids).delete()
    accounts = [Account(pk=account_id) for account_id in ids]
    record_all("accounts.password.generated", accounts, by=by, at=at)
    password_changed.send(Account, account_ids=ids, at=at)
    end_sessions_of(ids, at=at)
