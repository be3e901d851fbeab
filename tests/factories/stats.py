"""Factories of `stats`."""

import datetime as dt

import factory

from eduport.stats import models
from eduport.stats.types import CountedRole, VisitKind
from tests.factories.accounts import AccountFactory

TODAY = dt.date(2026, 11, 23)


class VisitCountFactory(factory.django.DjangoModelFactory):
    """What is counted today, and not closed."""

    class Meta:
        model = models.VisitCount

    day = TODAY
    kind = VisitKind.PAGE
    item = "portal:dashboard"
    school_kind = "Gymnasium"
    role = CountedRole.TEACHER
    visits = 10
    offset = 0


class SignInMonthFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SignInMonth

    account = factory.SubFactory(AccountFactory)
    month = TODAY.replace(day=1)


class AccountFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.AccountFigure

    day = TODAY.replace(day=1)
    school_kind = "Gymnasium"
    role = CountedRole.TEACHER
    accounts = 20
    activated = 15
