"""Factories of `privacy`."""

import datetime as dt

import factory

from eduport.privacy.models import ErasureRun
from tests.factories.people import NOON


class ErasureRunFactory(factory.django.DjangoModelFactory):
    """A finished night in which one person went."""

    class Meta:
        model = ErasureRun

    started_at = NOON
    finished_at = NOON
    released_before = NOON - dt.timedelta(days=60)
    unused_released_before = NOON - dt.timedelta(days=60)
    limit = 25_000
    people = 1
    counts = {"people.Person": 1, "people.Address": 2}
