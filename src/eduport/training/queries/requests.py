"""Reading what schools ask for."""

from django.db.models import QuerySet

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, School
from eduport.training.models import InSchoolRequest, RequestState
from eduport.training.queries.bookings import schools_headed_by
from eduport.training.queries.roles import plans_all


def schools_asking(actor: Actor) -> QuerySet[School]:
    """For which schools somebody may ask: as school admin, or as the head."""
    schools = School.objects.filter(closed_at=None).order_by("name", "pk")
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return schools.filter(pk__in=actor.school_ids)
    if AdminRole.PRINCIPAL not in actor.roles:
        return schools.none()
    return schools.filter(pk__in=schools_headed_by(actor.person_id))


def in_school_requests(actor: Actor) -> QuerySet[InSchoolRequest]:
    """The requests of the own schools; for the central team all."""
    rows = InSchoolRequest.objects.select_related("course", "school", "date")
    if plans_all(actor):
        return rows
    return rows.filter(school__in=schools_asking(actor))


def requests_waiting() -> QuerySet[InSchoolRequest]:
    """What waits for a date, the oldest first; for the plan."""
    rows = InSchoolRequest.objects.filter(state=RequestState.OPEN)
    return rows.select_related("course", "school").order_by("created_at", "pk")
