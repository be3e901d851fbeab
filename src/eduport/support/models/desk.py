"""What the service desk arranges for itself: teams, templates, and what happened."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData
from eduport.people.models import Person
from eduport.support.models.tickets import Side, Ticket, kept_after


class AnswerTemplate(models.Model):
    """Words for answers that are given often. May hold placeholders."""

    personal_data = NoPersonalData("words that fit many tickets")

    name = models.CharField(_("name"), max_length=80, unique=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(text=""),
                name="answer_template_is_not_empty",
            )
        ]

    def __str__(self) -> str:
        return self.name


class EventKind(models.TextChoices):
    """What can happen to a ticket besides that somebody says something."""

    TAKEN = "taken", _("taken")
    PUT_BACK = "put_back", _("put back")
    TEAM_CHANGED = "team_changed", _("team changed")
    LINKED = "linked", _("linked to an incident")
    MERGED = "merged", _("merged")
    JOINED = "joined", _("joined by a duplicate")
    HANDED_OVER = "handed_over", _("handed over to the service desk")
    LATE = "late", _("late")
    SOLVED = "solved", _("solved")
    REOPENED = "reopened", _("taken up again")
    CLOSED = "closed", _("closed")


class TicketEvent(models.Model):
    """A line of the history of a ticket. `detail` is a number or a name."""

    personal_data = PersonalData(
        what=_("What happened to questions and fault reports, and who did it"),
        purpose=_("Helping with questions and faults"),
        retention=kept_after("ticket__closed_at"),
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    kind = models.CharField(max_length=12, choices=EventKind)
    # Empty when nobody did it: the time, or the end of an incident.
    side = models.CharField(max_length=10, choices=Side, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    detail = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EventKind.values),
                name="ticket_event_kind_is_known",
            )
        ]
