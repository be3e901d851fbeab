"""What `support` knows about people: to hand it out, and to erase it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
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
from eduport.support.models import (
    AffectedPerson,
    Attachment,
    IncidentFollower,
    IncomingMail,
    Message,
    Presence,
    ReportDraft,
    SavedView,
    Ticket,
    TicketEvent,
)
from eduport.support.queries.timeline import INSIDE
from eduport.support.types import ENDINGS, MediaType

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
    "component__name_de": _("service"),
    "effect": _("effect"),
    "spread": _("who is affected"),
    "phone": _("call-back number"),
    "browser": _("browser"),
    "created_at": _("since"),
    "changed_at": _("last change"),
}
FOLLOWER = {"incident__title_de": _("incident")}
AFFECTED = {"ticket": _("number"), "ticket__created_at": _("time")}
DRAFT = {"saved_at": _("time"), "values": _("text")}
EVENT = {"ticket": _("number"), "at": _("time"), "kind": _("what"), "detail": _("text")}
VIEW = {"name": _("name"), "query": _("filters"), "is_shared": _("shared")}
PRESENCE = {"ticket": _("number"), "ends_at": _("time")}
ATTACHMENT = {
    "message__ticket": _("number"),
    "message__at": _("time"),
    "name": _("file"),
    "size": _("bytes"),
}
MAIL = {
    "ticket": _("number"),
    "received_at": _("time"),
    "sender": _("from"),
    "subject": _("subject"),
    "text": _("text"),
    "state": _("state"),
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
    files = Attachment.objects.filter(message__in=Message.objects.filter(own))
    tickets = Ticket.objects.filter(reporter=person_id)
    messages = Message.objects.filter(own).order_by("ticket", "at", "pk")
    named = AffectedPerson.objects.filter(person=person_id)
    return [
        part_of(tickets.order_by("pk"), TICKET),
        part_of(messages, MESSAGE),
        part_of(_events(person_id), EVENT),
        replace(part_of(files, ATTACHMENT), files=partial(_contents, files)),
        part_of(IncomingMail.objects.filter(person=person_id).order_by("pk"), MAIL),
        part_of(
            IncidentFollower.objects.filter(person=person_id).order_by("pk"), FOLLOWER
        ),
        part_of(named.order_by("pk"), AFFECTED),
        part_of(ReportDraft.objects.filter(person=person_id), DRAFT),
        part_of(SavedView.objects.filter(owner=person_id), VIEW),
        part_of(Presence.objects.filter(person=person_id).order_by("pk"), PRESENCE),
    ]


def _events(person_id: int) -> QuerySet[TicketEvent]:
    """What happened to the own tickets as the reporter reads it; what was done."""
    own = Q(ticket__reporter=person_id) & ~Q(kind__in=INSIDE)
    return TicketEvent.objects.filter(own | Q(person=person_id)).order_by(
        "ticket", "at", "pk"
    )


def _contents(files: QuerySet[Attachment]) -> dict[str, bytes]:
    """Each file under a name that nothing else has."""
    rows = files.values_list("pk", "media_type", "content")
    return {
        f"dateien/{key}{ENDINGS[MediaType(media_type)]}": bytes(content)
        for key, media_type, content in rows
    }


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase what these persons asked and reported, with all that was answered.

    Of their answers to others only the name goes.
    """
    keys = listed(person_ids)
    gone = Ticket.objects.filter(reporter__in=keys)
    mails = IncomingMail.objects.filter(Q(person__in=keys) | Q(ticket__in=gone))
    IncomingMail.objects.filter(settled_by__in=keys).update(settled_by=None)
    Message.objects.filter(author__in=keys).update(author=None)
    TicketEvent.objects.filter(person__in=keys).update(person=None)
    Ticket.objects.filter(assignee__in=keys).update(assignee=None)
    Ticket.objects.filter(question__in=gone).update(question=None)
    Ticket.objects.filter(duplicate_of__in=gone).update(duplicate_of=None)
    named = AffectedPerson.objects.filter(person__in=keys)
    here = Presence.objects.filter(person__in=keys)
    begun = ReportDraft.objects.filter(person__in=keys)
    return delete_rows(
        mails,
        IncidentFollower.objects.filter(person__in=keys),
        Attachment.objects.filter(message__ticket__reporter__in=keys),
        Message.objects.filter(ticket__reporter__in=keys),
        TicketEvent.objects.filter(ticket__reporter__in=keys),
        named | AffectedPerson.objects.filter(ticket__reporter__in=keys),
        here | Presence.objects.filter(ticket__reporter__in=keys),
        SavedView.objects.filter(owner__in=keys),
        begun | ReportDraft.objects.filter(question__reporter__in=keys),
        gone,
    )
