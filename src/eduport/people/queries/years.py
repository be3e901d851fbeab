"""Reading school years. A year is named by the calendar year in which it starts."""

from django.db.models import Q

from eduport.people.models import AcademicSession, SessionKind


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
