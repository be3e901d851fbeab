"""Factories of `status`."""

import datetime as dt

import factory

from eduport.status import models
from tests.factories.people import NOON


class ComponentFactory(factory.django.DjangoModelFactory):
    """A service that depends on nothing. The standard ones are there already."""

    class Meta:
        model = models.Component
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"service-{n}")
    name_de = factory.Sequence(lambda n: f"Dienst {n}")
    name_en = factory.Sequence(lambda n: f"Service {n}")


class WindowFactory(factory.django.DjangoModelFactory):
    """Two hours on a Monday evening, once."""

    class Meta:
        model = models.MaintenanceWindow
        skip_postgeneration_save = True

    title_de = "Umzug der Server"
    title_en = "Moving the servers"
    starts_at = dt.datetime(2026, 11, 30, 18, tzinfo=dt.UTC)
    ends_at = dt.datetime(2026, 11, 30, 20, tzinfo=dt.UTC)
    created_at = changed_at = NOON

    @factory.post_generation
    def components(self, create, wanted, **_kwargs):
        for one in wanted or ():
            self.components.add(one)


class IncidentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Incident

    title_de = "E-Mail steht"
    title_en = "Mail stands still"
    impact = models.Impact.OUTAGE
    state = models.IncidentState.INVESTIGATING
    started_at = opened_at = changed_at = NOON


class IncidentTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.IncidentTemplate

    name = factory.Sequence(lambda n: f"Vorlage {n}")
    title_de = "Etwas ist kaputt"
    text_de = "Wir suchen die Ursache."


class FreezeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Freeze

    name_de = "Zeugnisse"
    name_en = "Reports"
    starts_on = dt.date(2027, 1, 18)
    last_day_on = dt.date(2027, 1, 29)


class ProposalFactory(factory.django.DjangoModelFactory):
    """A check of a component fails, and nobody has decided yet."""

    class Meta:
        model = models.Proposal

    component = factory.SubFactory(ComponentFactory)
    cause = models.ProposalCause.CHECK
    reason = "connection refused"
    proposed_at = NOON
