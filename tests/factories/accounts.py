"""Factories of `accounts`."""

import factory

from eduport.accounts.models import Account, AccountKind
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
