"""What `administration` knows about people: for the record, themselves, to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.administration.models import Handout, HandoutEntry, HandoutFile
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    part_of,
)

ACTIVITY = Activity(
    title=_("Handing out logins"),
    purpose=_("First sign-in and new passwords, on paper or in lists"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an account"),
    recipients=_("The school admins of the own school"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
HANDOUT = {
    "asked_at": _("asked"),
    "secret_kind": _("what"),
    "form": _("as"),
    "state": _("state"),
}
ENTRY = {
    "handout__asked_at": _("asked"),
    "handout__secret_kind": _("what"),
    "left_out": _("left out"),
    "is_issued": _("received"),
}


def export(person_id: int) -> list[Part]:
    """What a person handed out, and what was handed out to them."""
    asked = Handout.objects.filter(asked_by__person=person_id)
    received = HandoutEntry.objects.filter(person=person_id)
    return [
        part_of(asked.order_by("pk"), HANDOUT),
        part_of(received.order_by("pk"), ENTRY),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase these persons from what was handed out, and what they handed out."""
    keys = listed(person_ids)
    mine = Q(handout__asked_by__person__in=keys)
    return delete_rows(
        HandoutFile.objects.filter(mine),
        HandoutEntry.objects.filter(mine | Q(person__in=keys)),
        Handout.objects.filter(asked_by__person__in=keys),
    )
