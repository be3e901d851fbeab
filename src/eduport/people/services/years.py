"""The active school year: the first, the change on 1 August, and changes by hand."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import AcademicSession, SchoolAuthority, SessionKind
from eduport.people.queries.years import active_session, session_of_year
from eduport.people.rules.years import first_day, starting_year, year_name
from eduport.people.services.sources import manual_source


def activate_first_year(authority_id: int, *, at: datetime) -> None:
    """Make a school year active where none is: today's, else the latest.

    Once there is one, only the switch on 1 August and the central team change it.
    """
    years = AcademicSession.objects.filter(
        authority=authority_id, kind=SessionKind.SCHOOL_YEAR
    )
    if years.filter(activated_at__isnull=False).exists():
        return
    day = localdate(at)
    today = Q(starts_on__lte=day, ends_on__gt=day)
    year = years.filter(today).first() or years.order_by("-starts_on").first()
    if year:
        year.activated_at = at
        year.save(update_fields=["activated_at"])


@transaction.atomic
def switch_year_if_due(*, by: Actor, at: datetime) -> AcademicSession | None:
    """Make the school year of today active, once; return it if that was done.

    To be called at any time and by anybody: whoever comes late does what was missed,
    and whoever comes second nothing. What the central team decides afterwards stays,
    until the next 1 August. A year that no source has delivered yet is made.
    """
    year = starting_year(localdate(at))
    active = active_session()
    if active is None or _is_settled(year):
        return None
    _be_alone(active)
    active = active_session()
    if active is None or _is_settled(year):
        return None
    session = session_for(year, active.authority)
    _settle(session, at=at)
    if active.starting_year == year:
        return None
    return _activate(session, by=by, at=at)


@transaction.atomic
def activate_year(year: int, *, by: Actor, at: datetime) -> AcademicSession | None:
    """Make a school year active by hand, back or forth; None if it is already.

    From then on a human has decided: nothing changes by itself before the next
    1 August.
    """
    active = active_session()
    if active is None:
        return None
    _be_alone(active)
    active = active_session()
    if active is None or active.starting_year == year:
        return None
    if today := session_of_year(starting_year(localdate(at))):
        _settle(today, at=at)
    return _activate(session_for(year, active.authority), by=by, at=at)


def _be_alone(active: AcademicSession) -> None:
    """Let nobody else switch before this transaction ends."""
    SchoolAuthority.objects.select_for_update().get(pk=active.authority_id)


def _is_settled(year: int) -> bool:
    years = AcademicSession.objects.filter(starting_year=year)
    return years.filter(settled_at__isnull=False).exists()


def _settle(session: AcademicSession, *, at: datetime) -> None:
    AcademicSession.objects.filter(pk=session.pk, settled_at=None).update(settled_at=at)


def _activate(session: AcademicSession, *, by: Actor, at: datetime) -> AcademicSession:
    # First the old one: no two are active at any moment.
    AcademicSession.objects.filter(
        authority=session.authority_id, activated_at__isnull=False
    ).update(activated_at=None)
    session.activated_at = at
    session.save(update_fields=["activated_at"])
    record("people.school_year.activated", session, by=by, at=at)
    return session


def session_for(year: int, authority: SchoolAuthority) -> AcademicSession:
    """The session of a year; if no source has one, ours."""
    return session_of_year(year) or AcademicSession.objects.create(
        authority=authority,
        source=manual_source(authority),
        kind=SessionKind.SCHOOL_YEAR,
        name=year_name(year),
        starts_on=first_day(year),
        ends_on=first_day(year + 1),
    )
