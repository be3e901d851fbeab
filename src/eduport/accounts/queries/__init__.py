"""Reading accounts, terms and duties. Nothing here writes."""

from eduport.accounts.queries.accounts import (
    FoundLogin,
    accounts_visible_to,
    everyday_account,
    find_login,
    home_address,
    present_addresses,
)
from eduport.accounts.queries.duties import first_duty
from eduport.accounts.queries.terms import current_terms

__all__ = [
    "FoundLogin",
    "accounts_visible_to",
    "current_terms",
    "everyday_account",
    "find_login",
    "first_duty",
    "home_address",
    "present_addresses",
]
