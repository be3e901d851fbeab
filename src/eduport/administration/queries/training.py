"""Which school admins have the course that they need; see the domain `training`."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from eduport.people.models import AdminRole, Appointment, Person
from eduport.training.queries.certificates import (
    completed_compulsory,
    has_compulsory_course,
)


def is_training_asked() -> bool:
    """Whether anybody is to be told of the course: by the setting, and it exists."""
    asked = settings.EDUPORT.training_for_school_admins != "off"
    return asked and has_compulsory_course()


def mark_training(appointments: Iterable[Appointment]) -> None:
    """Let each appointment of a school admin know about the course: two queries.

    `is_training_asked` says whether it is shown, `trained_at` when it was completed.
    """
    admins = [one for one in appointments if one.role == AdminRole.SCHOOL_ADMIN]
    if not admins or not is_training_asked():
        return
    completed = completed_compulsory({one.person_id for one in admins})
    for one in admins:
        one.is_training_asked = True  # type: ignore[attr-defined]  # for the page
        one.trained_at = completed.get(one.person_id)  # type: ignore[attr-defined]  # for the page


def lacks_training(person: Person) -> bool:
    """Whether somebody still needs the course to become a school admin."""
    return is_training_asked() and trained_at(person) is None


def trained_at(person: Person) -> datetime | None:
    """When a person completed the course, if so."""
    return completed_compulsory([person.pk]).get(person.pk)
