"""How allauth asks our rules, and what a request says about where it comes from."""

from eduport.accounts.adapters.account import AccountAdapter
from eduport.accounts.adapters.backend import AccountBackend
from eduport.accounts.adapters.mfa import MFAAdapter
from eduport.accounts.adapters.origins import origin_of, remember_device

__all__ = [
    "AccountAdapter",
    "AccountBackend",
    "MFAAdapter",
    "origin_of",
    "remember_device",
]
