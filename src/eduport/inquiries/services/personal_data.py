"""What `inquiries` knows about people: who asked to read the log about whom."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
)
from eduport.inquiries.models import Inquiry

ACTIVITY = Activity(
    title=_("Reading the log together"),
    purpose=_("Clearing up attacks and abuse without watching anybody"),
    legal_basis=_("Art. 6 (1) (e) and Art. 32 GDPR; works agreement"),
    subjects=_("Whoever an inquiry is about, and the central team"),
    recipients=_("The data protection officer"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""


def export(person_id: int) -> list[Part]:
    """Nothing: see why it is withheld at the model."""
    return []


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase inquiries about these persons, and those that they asked or decided."""
    keys = listed(person_ids)
    concerned = Q(person__in=keys) | Q(asked_by__in=keys) | Q(decided_by__in=keys)
    return delete_rows(Inquiry.objects.filter(concerned))
