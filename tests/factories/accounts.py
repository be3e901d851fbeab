"""Factories of `accounts`."""

import datetime as dt

import factory

from eduport.accounts.models import Account, AccountKind, ActivationCode, Terms
from tests.factories.people import NOON, PersonFactory


class AccountFactory(factory.django.DjangoModelFactory):
    """An activated everyday account. Hash a password only where a test needs it."""

    class Meta:
        model = Account

    person = factory.SubFactory(PersonFactory)
    kind = AccountKind.PERSON
    username = factory.Sequence(lambda n: f"ada.berg{n}@s1.hamburg.de")
    created_at = NOON
    activated_at = NOON
    password = "!"
    # That of the first terms, which a migration brings: accepted, like most days.
    terms_version = "2026-1"


class ActivationCodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActivationCode

    account = factory.SubFactory(AccountFactory)
    digest = "0" * 64
    issued_at = NOON
    expires_at = NOON + dt.timedelta(days=90)


class TermsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Terms

    version = factory.Sequence(lambda n: f"v{n}")
    valid_from = factory.Sequence(lambda n: NOON - dt.timedelta(days=100 - n))
    text_de = "Seid freundlich."
    text_en = "Be kind."
