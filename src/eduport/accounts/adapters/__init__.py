"""How allauth asks our rules, and what a request says about where it comes from."""

from eduport.accounts.adapters.account import AccountAdapter
from eduport.accounts.adapters.backend import AccountBackend
from eduport.accounts.adapters.mfa import MFAAdapter
from eduport.accounts.adapters.origins import origin_of, remember_device
from eduport.accounts.adapters.step_up import is_stepped_up, step_up

__all__ = [
    "AccountAdapter",
    "AccountBackend",
    "MFAAdapter",
    "is_stepped_up",
    "origin_of",
    "remember_device",
    "step_up",
]
