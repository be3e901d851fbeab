"""Accounts and what belongs to signing in: codes, terms of use, failed attempts."""

from eduport.accounts.models.accounts import Account, AccountKind
from eduport.accounts.models.activation import ActivationCode
from eduport.accounts.models.recovery import (
    PasswordResetLink,
    PendingRecoveryAddress,
    RecoveryAddress,
)
from eduport.accounts.models.terms import Terms, TermsAcceptance
from eduport.accounts.models.throttling import FailedLogin

__all__ = [
    "Account",
    "AccountKind",
    "ActivationCode",
    "FailedLogin",
    "PasswordResetLink",
    "PendingRecoveryAddress",
    "RecoveryAddress",
    "Terms",
    "TermsAcceptance",
]
