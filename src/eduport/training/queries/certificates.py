"""Reading certificates: the own ones, one to check, who has what is compulsory."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, QuerySet

from eduport.core.actor import Actor
from eduport.training.models import Certificate, TrainingCourse
from eduport.training.rules.codes import read_code, same_surname


def own_certificates(actor: Actor) -> QuerySet[Certificate]:
    """The certificates of whoever asks, the newest first."""
    rows = Certificate.objects.filter(person=actor.person_id)
    return rows.order_by("-starts_at", "-pk")


def find_valid_certificate(code: str, surname: str) -> Certificate | None:
    """The certificate with this code, if it is of somebody of this surname.

    The name is compared in constant time, also for a code that does not exist.
    """
    found = Certificate.objects.filter(code=read_code(code)).first()
    is_same = same_surname(found.family_name if found else "", surname)
    return found if found and is_same and surname.strip() else None


def completed_compulsory(person_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these persons completed the course for school admins last.

    Who has not, is missing: one query for all of them.
    """
    rows = Certificate.objects.filter(
        person__in=person_ids, counts_for_appointment=True
    )
    last = rows.order_by().values("person").annotate(last=Max("ends_at"))
    return dict(last.values_list("person", "last"))


def has_compulsory_course() -> bool:
    """Whether there is a course at all that school admins have to take."""
    courses = TrainingCourse.objects.filter(counts_for_appointment=True)
    return courses.filter(published_at__isnull=False).exists()
