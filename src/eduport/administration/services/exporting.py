"""Writing down that a list of people left the house."""

from datetime import datetime

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import School, SchoolAuthority


def record_export(school: School | None, *, by: Actor, at: datetime) -> None:
    """Somebody took a list along: of one school, or of those of the authority."""
    scope = school or SchoolAuthority.objects.order_by("pk").first()
    if scope:
        record("administration.people.exported", scope, by=by, at=at)
