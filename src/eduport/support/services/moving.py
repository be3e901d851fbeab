"""Moving tickets when two records turn out to be one person, and back."""

from eduport.support.models import (
    AffectedPerson,
    IncidentFollower,
    IncomingMail,
    Message,
    ReportDraft,
    SavedView,
    Ticket,
    TicketEvent,
)

Journal = dict[str, list[int]]


def move_tickets(merged_id: int, kept_id: int) -> Journal:
    """Give the tickets and messages of one person to another; say which they were."""
    tickets = Ticket.objects.filter(reporter=merged_id)
    messages = Message.objects.filter(author=merged_id)
    journal = {
        "tickets": list(tickets.values_list("pk", flat=True)),
        "messages": list(messages.values_list("pk", flat=True)),
    }
    tickets.update(reporter=kept_id)
    messages.update(author=kept_id)
    TicketEvent.objects.filter(person=merged_id).update(person=kept_id)
    IncomingMail.objects.filter(person=merged_id).update(person=kept_id)
    Ticket.objects.filter(assignee=merged_id).update(assignee=kept_id)
    named = AffectedPerson.objects.filter(person=kept_id).values("ticket")
    affected = AffectedPerson.objects.filter(person=merged_id)
    affected.exclude(ticket__in=named).update(person=kept_id)
    if not ReportDraft.objects.filter(person=kept_id).exists():
        ReportDraft.objects.filter(person=merged_id).update(person=kept_id)
    names = SavedView.objects.filter(owner=kept_id).values("name")
    views = SavedView.objects.filter(owner=merged_id)
    views.exclude(name__in=names).update(owner=kept_id)
    known = IncidentFollower.objects.filter(person=kept_id).values("incident")
    followed = IncidentFollower.objects.filter(person=merged_id)
    followed.exclude(incident__in=known).update(person=kept_id)
    return journal


def move_tickets_back(journal: Journal, merged_id: int) -> None:
    """Undo that; what was forgotten meanwhile stays so."""
    tickets = Ticket.objects.filter(pk__in=journal.get("tickets", []))
    tickets.update(reporter=merged_id)
    messages = Message.objects.filter(pk__in=journal.get("messages", []))
    messages.update(author=merged_id)
