"""What an account must do before anything else."""

from collections.abc import Collection
from datetime import datetime

from eduport.accounts.models import Account
from eduport.accounts.queries.second_factor import is_protected, must_be_protected
from eduport.accounts.queries.terms import current_terms

CHANGE_PASSWORD = "accounts:change_password"  # noqa: S105 -- the name of a page
ACCEPT_TERMS = "accounts:accept_terms"
PROTECT = "accounts:protect"


def first_duty(
    account: Account, at: datetime, *, protected_roles: Collection[str]
) -> str | None:
    """The name of the page that comes first, or None if the account is free to go.

    `protected_roles` are those that must have a second factor.
    """
    if account.must_change_password:
        return CHANGE_PASSWORD
    terms = current_terms(at)
    if terms and account.terms_version != terms.version:
        return ACCEPT_TERMS
    if not is_protected(account) and must_be_protected(account, at, protected_roles):
        return PROTECT
    return None
