"""Reading school years. A year is named by the calendar year in which it starts."""

from datetime import date

from django.db.models import Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import (
    AcademicSession,
    AdminRole,
    Rollover,
    RolloverLine,
    SessionKind,
)


def active_session() -> AcademicSession | None:
    """The school year that is active for everybody."""
    return AcademicSession.objects.filter(activated_at__isnull=False).first()


def active_year() -> int | None:
    """The active school year, None before the first roster."""
    session = active_session()
    return session.starting_year if session else None


def in_active_year(prefix: str = "") -> Q:
    """Whether a group is permanent or of the active year; `prefix` leads to it.

    Terms count, and what another feed calls by its own key: the days decide.
    """
    active = AcademicSession.objects.filter(activated_at__isnull=False)
    return Q(**{f"{prefix}session": None}) | Q(
        **{f"{prefix}session__starting_year__in": active.values("starting_year")}
    )


def in_year(year: int, prefix: str = "") -> Q:
    """Whether a group is permanent or of the year that starts in `year`."""
    return Q(**{f"{prefix}session": None}) | Q(
        **{f"{prefix}session__starting_year": year}
    )


def known_years() -> list[int]:
    """The school years for which there is a session, the latest first."""
    years = AcademicSession.objects.filter(kind=SessionKind.SCHOOL_YEAR)
    return list(
        years.order_by("-starting_year")
        .values_list("starting_year", flat=True)
        .distinct()
    )


def session_of_year(year: int) -> AcademicSession | None:
    """The session of a school year; of several, that of a feed comes first."""
    years = AcademicSession.objects.filter(
        kind=SessionKind.SCHOOL_YEAR, starting_year=year
    )
    return years.order_by("source_key", "pk").first()


def sessions_on(day: date) -> QuerySet[AcademicSession]:
    """The school years whose days contain this one."""
    return AcademicSession.objects.filter(
        kind=SessionKind.SCHOOL_YEAR, starts_on__lte=day, ends_on__gt=day
    )


def rollovers_visible_to(actor: Actor) -> QuerySet[Rollover]:
    """What was decided about the classes of the schools that the actor runs."""
    rollovers = Rollover.objects.select_related("school")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return rollovers
    if AdminRole.SCHOOL_ADMIN in actor.roles:
        return rollovers.filter(school__in=actor.school_ids)
    return rollovers.none()


def lines_of(rollover: Rollover) -> QuerySet[RolloverLine]:
    """What became of each group, by name."""
    return rollover.rolloverline_set.select_related("group", "successor").order_by(
        "group__name", "pk"
    )
