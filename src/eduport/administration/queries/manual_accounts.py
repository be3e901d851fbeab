"""Reading accounts that were made by hand."""

from django.db.models import F, QuerySet

from eduport.administration.queries.persons import schools_managed_by
from eduport.core.actor import Actor
from eduport.people.models import Affiliation, Person, SourceKind, Sponsorship


def manual_accounts_of(actor: Actor) -> QuerySet[Sponsorship]:
    """The accounts made by hand that still hold, at the schools of the actor."""
    return Sponsorship.objects.filter(
        affiliation__ended_at=None,
        affiliation__source__kind=SourceKind.MANUAL,
        affiliation__school__in=schools_managed_by(actor),
    ).select_related("affiliation__person", "affiliation__school", "owner")


def places_by_hand(actor: Actor, person: Person) -> QuerySet[Affiliation]:
    """What a person was given by hand at the actor's schools; what ends first first."""
    return (
        Affiliation.objects.filter(
            person=person,
            ended_at=None,
            source__kind=SourceKind.MANUAL,
            school__in=schools_managed_by(actor),
        )
        .select_related("school", "sponsorship")
        .order_by(F("sponsorship__last_day_on").asc(nulls_first=True), "pk")
    )
