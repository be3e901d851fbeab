"""What an account must do before anything else."""

from datetime import datetime

from eduport.accounts.models import Account
from eduport.accounts.queries.terms import current_terms


def first_duty(account: Account, at: datetime) -> str | None:
    """The name of the page that comes first, or None if the account is free to go."""
    if account.must_change_password:
        return "accounts:change_password"
    terms = current_terms(at)
    if terms and account.terms_version != terms.version:
        return "accounts:accept_terms"
    return None
