"""Factories of recovery addresses and links."""

import datetime as dt

import factory

from eduport.accounts.models import (
    PasswordResetLink,
    PendingRecoveryAddress,
    RecoveryAddress,
)
from eduport.accounts.models.recovery import PURPOSE
from eduport.core.encryption import encrypt
from tests.factories.accounts import AccountFactory
from tests.factories.people import NOON


class RecoveryAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecoveryAddress

    class Params:
        address = "ada@home.example"

    account = factory.SubFactory(AccountFactory)
    encrypted = factory.LazyAttribute(lambda o: encrypt(o.address, purpose=PURPOSE))
    confirmed_at = NOON


class PendingRecoveryAddressFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PendingRecoveryAddress

    account = factory.SubFactory(AccountFactory)
    encrypted = factory.LazyFunction(lambda: encrypt("x@home.example", purpose=PURPOSE))
    digest = "0" * 64
    asked_at = NOON
    expires_at = NOON + dt.timedelta(days=1)


class PasswordResetLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PasswordResetLink

    uid = factory.Faker("uuid4")
    account = factory.SubFactory(AccountFactory)
    digest = "0" * 64
    issued_at = NOON
    expires_at = NOON + dt.timedelta(minutes=30)
