"""Factories of `administration`."""

import factory

from eduport.administration import models
from eduport.administration.rules.sealing import new_key_pair
from eduport.administration.types import AddressForm, HandoutForm, SecretKind
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON

KEY = new_key_pair()


class HandoutFactory(factory.django.DjangoModelFactory):
    """Codes as letters for nobody yet, waiting for a worker."""

    class Meta:
        model = models.Handout

    asked_by = factory.SubFactory(AccountFactory)
    secret_kind = SecretKind.CODE
    form = HandoutForm.LETTERS
    address_form = AddressForm.BY_ROLE
    must_change = True
    public_key = KEY.public
    asked_at = NOON
    seen_at = NOON


class HandoutEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HandoutEntry

    handout = factory.SubFactory(HandoutFactory)
    account = factory.SubFactory(AccountFactory)
    person = factory.SelfAttribute("account.person")


class HandoutFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HandoutFile

    handout = factory.SubFactory(HandoutFactory)
    content = b"sealed"
