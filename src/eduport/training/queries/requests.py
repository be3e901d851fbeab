"""Reading what schools ask for."""

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Affiliation, Person, School
from eduport.people.queries.groups import STAFF
from eduport.training.models import (
    Booking,
    BookingState,
    InSchoolRequest,
    RequestState,
    RequestTrainer,
)
from eduport.training.queries.bookings import schools_headed_by
from eduport.training.queries.roles import plans_all
from eduport.training.rules.requests import Side


def schools_asking(actor: Actor) -> QuerySet[School]:
    """For which schools somebody may ask: as school admin, or as the head."""
    schools = School.objects.filter(closed_at=None).order_by("name", "pk")
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return schools.filter(pk__in=actor.school_ids)
    if AdminRole.PRINCIPAL not in actor.roles:
        return schools.none()
    return schools.filter(pk__in=schools_headed_by(actor.person_id))


def in_school_requests(actor: Actor) -> QuerySet[InSchoolRequest]:
    """The requests of the own schools, and those that a trainer looks after.

    For the central team all.
    """
    rows = InSchoolRequest.objects.select_related("course", "school", "date")
    if plans_all(actor):
        return rows
    mine = Q(school__in=schools_asking(actor))
    if actor.roles & STAFF:
        given = InSchoolRequest.objects.filter(requesttrainer__person=actor.person_id)
        mine |= Q(pk__in=given.values("pk"))
    return rows.filter(mine)


def requests_of_schools(actor: Actor) -> QuerySet[InSchoolRequest]:
    """The requests of the own schools; for the central team all."""
    rows = InSchoolRequest.objects.select_related("course", "school", "date")
    return rows if plans_all(actor) else rows.filter(school__in=schools_asking(actor))


def side_of(actor: Actor, request: InSchoolRequest) -> Side:
    """For which side somebody acts who may see a request.

    Whoever speaks for the school does so, also if they give the training.
    """
    if plans_all(actor):
        return Side.TEAM
    speaks = schools_asking(actor).filter(pk=request.school_id).exists()
    return Side.SCHOOL if speaks else Side.TEAM


def requests_waiting() -> QuerySet[InSchoolRequest]:
    """What waits for a date, or for another one, the oldest first; for the plan.

    Each knows how many `trainers` look after it.
    """
    rows = InSchoolRequest.objects.filter(
        Q(state=RequestState.OPEN) | Q(state=RequestState.AGREED, proposed_by="school")
    )
    return (
        rows.annotate(trainers=Count("requesttrainer"))
        .select_related("course", "school")
        .order_by("created_at", "pk")
    )


def requests_given_by(actor: Actor) -> QuerySet[InSchoolRequest]:
    """The requests that somebody looks after as trainer and that have no date yet."""
    rows = InSchoolRequest.objects.filter(
        requesttrainer__person=actor.person_id, state=RequestState.OPEN
    )
    return rows.select_related("course", "school").order_by("created_at", "pk")


def trainers_of(request: InSchoolRequest) -> QuerySet[Person]:
    """Who gives the training of a request, by name."""
    rows = Person.objects.filter(requesttrainer__request=request)
    return rows.order_by("sort_name", "pk")


def request_logins(request: InSchoolRequest) -> Sequence[str]:
    """The logins of who gives the training of a request."""
    named = RequestTrainer.objects.filter(request=request).values("person")
    accounts = Account.objects.filter(person__in=named, kind=AccountKind.PERSON)
    return list(accounts.order_by("username").values_list("username", flat=True))


def staff_to_name(request: InSchoolRequest) -> QuerySet[Person]:
    """Who can have been there: the staff of the school, and who is noted already."""
    noted = Booking.objects.filter(date=request.date_id, state=BookingState.ATTENDED)
    staff = Affiliation.objects.filter(
        school=request.school_id,
        ended_at=None,
        role__in=STAFF,
        person__deletion_released_at=None,
    )
    return Person.objects.filter(
        Q(pk__in=staff.values("person")) | Q(pk__in=noted.values("person"))
    ).order_by("sort_name", "pk")


def named_people(request: InSchoolRequest) -> QuerySet[Person]:
    """Whose names are noted, by name."""
    noted = Booking.objects.filter(date=request.date_id, state=BookingState.ATTENDED)
    rows = Person.objects.filter(pk__in=noted.values("person"))
    return rows.order_by("sort_name", "pk")
