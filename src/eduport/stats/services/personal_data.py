"""What `stats` knows about people: a month. To hand it out, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    part_of,
)
from eduport.stats.models import SignInMonth

ACTIVITY = Activity(
    title=_("Statistics"),
    purpose=_("Saying how much the portal is used, of nobody in particular"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an everyday account who has not declined"),
    recipients=_("None; the central team gets rounded sums"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
MONTH = {"account__username": _("login"), "month": _("month of the last sign-in")}


def export(person_id: int) -> list[Part]:
    """The month in which the person signed in last."""
    return [part_of(SignInMonth.objects.filter(account__person=person_id), MONTH)]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase the months of these persons."""
    keys = listed(person_ids)
    return delete_rows(SignInMonth.objects.filter(account__person__in=keys))
