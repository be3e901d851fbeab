"""Appointing people, with a look at the course that school admins need."""

from datetime import datetime

from django.conf import settings

from eduport.administration.errors import TrainingMissingError
from eduport.administration.queries.training import lacks_training
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Appointment, Person, School
from eduport.people.services.appointments import appoint


def appoint_trained(  # noqa: PLR0913 -- a period has two ends
    person: Person,
    role: AdminRole,
    *,
    school: School | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Appoint as `people` does; where the settings say so, nobody without the course.

    Raises TrainingMissingError then, and what `appoint` raises.
    """
    is_refused = settings.EDUPORT.training_for_school_admins == "refusal"
    if role == AdminRole.SCHOOL_ADMIN and is_refused and lacks_training(person):
        raise TrainingMissingError(person=person)
    return appoint(
        person,
        role,
        school=school,
        starts_at=starts_at,
        ends_at=ends_at,
        by=by,
        at=at,
    )
