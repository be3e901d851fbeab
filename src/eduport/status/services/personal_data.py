"""What `status` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    part_of,
)
from eduport.status.models import MailChoice

ACTIVITY = Activity(
    title=_("State of the services"),
    purpose=_("Telling people what does not work, and what is planned"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an account who wants mail about it"),
    recipients=_("None: the public pages know services, schools and roles only"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
CHOICE = {
    "account__username": _("login"),
    "incidents": _("mail about incidents"),
    "maintenance": _("mail about maintenance"),
}


def export(person_id: int) -> list[Part]:
    """What a person wants mail about."""
    rows = MailChoice.objects.filter(account__person=person_id)
    return [part_of(rows.order_by("pk"), CHOICE)]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase what these persons want mail about."""
    return delete_rows(MailChoice.objects.filter(account__person__in=person_ids))
