"""The active school year."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from eduport.people.models import AcademicSession, SessionKind


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
