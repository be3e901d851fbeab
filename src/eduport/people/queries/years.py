"""Reading school years. A year is named by the calendar year in which it starts."""

from dataclasses import dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q

from eduport.people.models import AcademicSession, SessionKind
from eduport.people.rules.years import year_name

VIEWED_YEAR = "people:viewed_year"
"""Where a session remembers which year its administrator looks at."""


@dataclass(frozen=True, slots=True)
class YearChoice:
    """A school year that can be viewed."""

    year: int
    name: str
    is_active: bool
    is_viewed: bool


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


def shown_in(year: int | None, prefix: str = "") -> Q:
    """Whether a list shows a group: those in use today, or those of another year.

    None is the active year. Of another year also the classes are shown that ended
    when it was over; what is to be deleted is not.
    """
    in_use = Q(**{f"{prefix}ended_at": None})
    if year is None:
        return in_active_year(prefix) & in_use
    of_year = {
        f"{prefix}session__starting_year": year,
        f"{prefix}deletion_released_at": None,
    }
    return Q(**{f"{prefix}session": None}) & in_use | Q(**of_year)


def chosen_year(session: SessionBase) -> int | None:
    """The school year that an administrator chose to look at; None is the active.

    Another year is viewed until the session ends, or until it is chosen again.
    """
    chosen: int | None = session.get(VIEWED_YEAR)
    return chosen


def other_year_name(session: SessionBase) -> str:
    """How the year is called that is viewed instead of the active one; else empty."""
    chosen = chosen_year(session)
    return "" if chosen is None else year_name(chosen)


def year_choices(session: SessionBase) -> list[YearChoice]:
    """The years to choose from; draw them with `people/_viewed_year.html`."""
    active, chosen = active_year(), chosen_year(session)
    viewed = active if chosen is None else chosen
    return [
        YearChoice(year, year_name(year), year == active, year == viewed)
        for year in known_years()
    ]


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
