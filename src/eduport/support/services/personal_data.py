"""What `support` knows about people: to hand it out, and to erase it."""

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
    part_of,
)
from eduport.support.models import Message, Ticket

ACTIVITY = Activity(
    title=_("Support"),
    purpose=_("Helping with questions and faults"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Whoever asks or reports, and whoever answers"),
    recipients=_("The contacts of the own school; of fault reports the service desk"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
TICKET = {
    "id": _("number"),
    "kind": _("kind"),
    "school__name": _("school"),
    "subject": _("subject"),
    "state": _("state"),
    "created_at": _("since"),
    "changed_at": _("last change"),
}
MESSAGE = {
    "ticket": _("number"),
    "at": _("time"),
    "side": _("who"),
    "text": _("text"),
}


def export(person_id: int) -> list[Part]:
    """The own questions and reports, what was answered, and the own answers.

    Internal notes of others are left out: they are about the fault.
    """
    own = Q(ticket__reporter=person_id, is_internal=False) | Q(author=person_id)
    tickets = Ticket.objects.filter(reporter=person_id)
    messages = Message.objects.filter(own).order_by("ticket", "at", "pk")
    return [
        part_of(tickets.order_by("pk"), TICKET),
        part_of(messages, MESSAGE),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase what these persons asked and reported, with all that was answered.

    Of their answers to others only the name goes.
    """
    keys = listed(person_ids)
    Message.objects.filter(author__in=keys).update(author=None)
    return delete_rows(
        Message.objects.filter(ticket__reporter__in=keys),
        Ticket.objects.filter(reporter__in=keys),
    )
