"""What the service desk arranges for itself: teams, templates, and what happened."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
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


class SavedView(models.Model):
    """Filters of the queue under a name, for oneself or for everybody at the desk."""

    personal_data = PersonalData(
        what=_("Views of the queue that somebody saved"),
        purpose=_("Coming back to the same reports"),
    )

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)
    is_shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="saved_view_once_for_each"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Somebody has a ticket open to answer it. Ends by itself within a minute."""

    personal_data = PersonalData(
        what=_("Who has a ticket open at this moment"),
        purpose=_("Not answering twice at the same time"),
        retention=Retention(
            task="purge_tickets_task",
            since="ends_at",
            days=1,
            text=_("a minute; rows that are left over go the next night"),
        ),
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    ends_at = models.DateTimeField()
    # Until when it counts as writing.
    writes_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], name="presence_once_for_each"
            )
        ]
