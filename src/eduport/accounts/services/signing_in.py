"""Deciding whether somebody may sign in with a password."""

from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import (
    check_password,
    is_password_usable,
    make_password,
)
from django.utils.crypto import get_random_string

from eduport.accounts.errors import (
    AccountDisabledError,
    LoginRefusedError,
    LoginReplacedError,
    MissingDomainError,
    NameChangedError,
    SchoolChangedError,
    SchoolCodeChangedError,
)
from eduport.accounts.models import Account
from eduport.accounts.queries import FoundLogin, find_login, home_address
from eduport.accounts.rules.logins import address_parts, cleaned_login, has_domain
from eduport.accounts.rules.passwords import normalized
from eduport.accounts.services.throttling import (
    Lanes,
    Origin,
    count_failure,
    forget_failures,
    lanes_of,
    refuse_if_full,
)
from eduport.audit.services import record_security_event
from eduport.core.actor import Actor
from eduport.people.models import Address, Person

# Who tried is not known, and from where is not kept.
BY = Actor.system("sign-in")


@cache
def _nobodys_hash() -> str:
    """A hash of nothing anybody knows, with the cost of the real ones.

    Who has no account, or no password yet, is refused after the same time as all.
    """
    return make_password(get_random_string(40))


def check_login(typed: str, password: str, *, origin: Origin, at: datetime) -> Account:
    """The account that signs in with these, or a LoginRefusedError with the reason.

    Unknown logins, wrong passwords and accounts without a password get the same answer
    after the same time, and are locked in the same way. What is more is said only to
    who knew the password: that the account is disabled, or that the login was replaced
    and which rule did it (domain rule: strangers do not learn the new login; a stranger
    is who does not know the password). Two queries if all is well.
    """
    login = cleaned_login(typed)
    if not has_domain(login):
        raise MissingDomainError
    found = find_login(login)
    lanes = lanes_of(login, found.account, origin)
    has_failures = refuse_if_full(lanes, at=at)
    account = _account_with(found, password)
    if not account:
        _fail(found, lanes, at=at)
        raise LoginRefusedError
    if has_failures:
        forget_failures([lanes.own])
    _refuse_known(account, login, is_replaced=found.is_replaced)
    return account


def _account_with(found: FoundLogin, password: str) -> Account | None:
    """The account if the password is right; always hashes exactly once."""
    account = found.account
    if account and is_password_usable(account.password):
        return account if account.check_password(password) else None
    check_password(normalized(password), _nobodys_hash())
    return None


def _fail(found: FoundLogin, lanes: Lanes, *, at: datetime) -> None:
    locked_until = count_failure(lanes, at=at)
    if not locked_until or not found.account:
        return
    record_security_event("accounts.account.lock_begun", found.account, by=BY, at=at)
    if lanes.network:
        Account.objects.filter(pk=found.account.pk).update(locked_until=locked_until)


def _refuse_known(account: Account, login: str, *, is_replaced: bool) -> None:
    if account.disabled_at:
        raise AccountDisabledError
    if is_replaced:
        raise replaced_error(account, login)


def replaced_error(account: Account, login: str) -> LoginReplacedError:
    """Which rule replaced a login: name, school, or the school's code."""
    person, old = account.person, _address(login)
    present = home_address(person) if person else None
    rule = _rule(old, present, person) if old and present and person else None
    return (rule or LoginReplacedError)(login=account.username)


def _address(login: str) -> Address | None:
    parts = address_parts(login)
    return Address.objects.filter(**parts._asdict()).first() if parts else None


def _rule(old: Address, present: Address, person: Person) -> type[LoginReplacedError]:
    if old.school_id != person.home_school_id:
        return SchoolChangedError
    if old.domain != present.domain:
        return SchoolCodeChangedError
    return NameChangedError
