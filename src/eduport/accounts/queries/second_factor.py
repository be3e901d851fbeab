"""Who has a second factor."""

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from eduport.accounts.models import Account, AccountKind

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def with_second_factor(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts that know `has_second_factor` and `has_seen_codes`."""
    own = Authenticator.objects.filter(user=OuterRef("pk"))
    codes = own.filter(
        type=Authenticator.Type.RECOVERY_CODES, data__viewed_at__isnull=False
    )
    return accounts.annotate(
        has_second_factor=Exists(own.filter(type__in=SECOND_FACTORS)),
        has_seen_codes=Exists(codes),
    )


def has_second_factor(account: Account) -> bool:
    """Whether the account has more than a password: no query for who is signed in."""
    return _known(account, "has_second_factor")


def is_protected(account: Account) -> bool:
    """Whether there is a second factor, and a way back when it is lost."""
    return has_second_factor(account) and _known(account, "has_seen_codes")


def is_role_protected(account: Account, protected_roles: Collection[str]) -> bool:
    """Whether the authority wants a second factor of the everyday account."""
    if not protected_roles or account.kind != AccountKind.PERSON:
        return False
    return not account.actor.roles.isdisjoint(protected_roles)


def must_be_protected(
    account: Account, at: datetime, protected_roles: Collection[str]
) -> bool:
    """Whether a second factor is a duty by now; at Admin-Accounts from the start."""
    if account.kind == AccountKind.ADMIN:
        return True
    due_at = account.second_factor_due_at
    is_due = due_at is not None and due_at <= at
    return is_due and is_role_protected(account, protected_roles)


def factor_types(account_id: int) -> frozenset[str]:
    """With what somebody can confirm who they are, besides the password."""
    own = Authenticator.objects.filter(user=account_id)
    return frozenset(own.values_list("type", flat=True))


def other_factors(account: Account, than: int) -> QuerySet[Authenticator]:
    """What stays when one second factor goes."""
    own = Authenticator.objects.filter(user=account.pk, type__in=SECOND_FACTORS)
    return own.exclude(pk=than)


def _known(account: Account, name: str) -> bool:
    known = getattr(account, name, None)
    if known is None:
        found = with_second_factor(Account.objects.filter(pk=account.pk)).get()
        known = getattr(found, name)
    return bool(known)
