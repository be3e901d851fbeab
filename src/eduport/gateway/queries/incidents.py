"""Reading components and incidents for other systems."""

from datetime import datetime

from django.db.models import QuerySet

from eduport.status.models import Component, Incident
from eduport.status.queries import states_at


def catalogue(at: datetime) -> list[tuple[Component, str]]:
    """All components with how they are now: three queries."""
    states = states_at(at)
    rows = Component.objects.prefetch_related("depends_on")
    return [(one, states.get(one.pk, "operational")) for one in rows]


def incidents() -> QuerySet[Incident]:
    """All incidents with what belongs to them: four queries, however many."""
    return Incident.objects.prefetch_related(
        "components", "schools", "incidentupdate_set"
    )
