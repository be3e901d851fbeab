"""One-time codes: issuing them, and signing in with one for the first time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from eduport.accounts.errors import WrongActivationCodeError
from eduport.accounts.models import Account, ActivationCode
from eduport.accounts.rules.codes import cleaned_code, new_code
from eduport.accounts.rules.logins import cleaned_login
from eduport.accounts.services.passwords import set_password
from eduport.audit.services import record_all
from eduport.core.actor import Actor


def _digest(account_id: int, code: str) -> str:
    # Keyed, and fast: 60 random bits need no stretching. The account is part of it, so
    # that nobody who can write to the table moves a digest to another account.
    salt = "eduport.accounts.activation"
    message = f"{account_id}:{cleaned_code(code)}"
    return salted_hmac(salt, message, algorithm="sha256").hexdigest()


def lifetime() -> timedelta:
    """How long a code can be used."""
    return timedelta(days=settings.EDUPORT.activation_days)


class DraftCode(NamedTuple):
    """A code that was made for somebody, and how it would be stored."""

    code: str
    stored: str


def draft_code(account: Account) -> DraftCode:
    """Make a code for an account; nothing is changed yet."""
    code = new_code()
    return DraftCode(code, _digest(account.pk, code))


@transaction.atomic
def put_codes_in_force(
    stored: Mapping[int, str], *, expires_at: datetime, by: Actor, at: datetime
) -> None:
    """Let codes that were drafted hold from now on, by account.

    The codes before lose their force, present passwords keep working. Two statements
    whatever the number.
    """
    rows = [
        ActivationCode(
            account_id=account_id,
            digest=digest,
            issued_at=at,
            expires_at=expires_at,
        )
        for account_id, digest in stored.items()
    ]
    ActivationCode.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["digest", "issued_at", "expires_at"],
    )
    accounts = [Account(pk=account_id) for account_id in stored]
    record_all("accounts.activation_code.issued", accounts, by=by, at=at)


def issue_activation_codes(
    accounts: Iterable[Account], *, by: Actor, at: datetime
) -> list[tuple[Account, str]]:
    """Make a code for each account, to be shown at once and then forgotten."""
    drafts = [(account, draft_code(account)) for account in accounts]
    stored = {account.pk: draft.stored for account, draft in drafts}
    put_codes_in_force(stored, expires_at=at + lifetime(), by=by, at=at)
    return [(account, draft.code) for account, draft in drafts]


@transaction.atomic
def activate(login: str, code: str, password: str, *, at: datetime) -> Account:
    """Use up a code and set the password that its owner chose.

    Raises WrongActivationCodeError for everything that is wrong with login and code,
    so that nobody learns who has one, and RefusedPasswordError, after which the code
    can still be used. Of parallel attempts with one code exactly one succeeds: the
    deletion decides.
    """
    found = (
        ActivationCode.objects.select_related("account__person__home_school")
        .filter(account__username=cleaned_login(login), account__disabled_at=None)
        .first()
    )
    # An unknown login takes the same steps as a known one.
    expected = found.digest if found else "-"
    typed = _digest(found.account_id if found else 0, code)
    is_right = constant_time_compare(expected, typed)
    if not found or not is_right:
        raise WrongActivationCodeError
    used, _ = ActivationCode.objects.filter(
        pk=found.pk, digest=typed, expires_at__gt=at
    ).delete()
    if not used:
        raise WrongActivationCodeError
    set_password(found.account, password, by=found.account.actor, at=at)
    return found.account
