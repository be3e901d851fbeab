"""Tickets: what people ask and report, and what was said about it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import AdminRole, Person, School
from eduport.status.models import Component, Incident
from eduport.support.models.teams import Team


def kept_after(column: str) -> Retention:
    """For some time after a ticket was closed."""
    return Retention(
        task="purge_tickets_task",
        since=column,
        setting="ticket_days",
        text=_("%(days)s days after it was closed"),
    )


class TicketKind(models.TextChoices):
    """Whom a ticket is for: the own school, or the service desk."""

    QUESTION = "question", _("question to the school")
    FAULT = "fault", _("fault report")


class TicketState(models.TextChoices):
    """How far the work on a ticket is."""

    NEW = "new", pgettext_lazy("ticket", "new")
    IN_PROGRESS = "in_progress", pgettext_lazy("ticket", "in progress")
    WAITING = "waiting", pgettext_lazy("ticket", "waits for the reporter")
    SOLVED = "solved", pgettext_lazy("ticket", "solved")
    CLOSED = "closed", pgettext_lazy("ticket", "closed")


OPEN_STATES = [TicketState.NEW, TicketState.IN_PROGRESS, TicketState.WAITING]


class Addressee(models.TextChoices):
    """Who at the school is asked."""

    SCHOOL_ADMIN = AdminRole.SCHOOL_ADMIN.value, _("accounts and eduPort")
    IT_CONTACT = AdminRole.IT_CONTACT.value, _("devices and network of the school")


class Effect(models.TextChoices):
    """What a fault does to those whom it hits."""

    STOPPED = "stopped", _("we cannot work at all")
    HINDERED = "hindered", _("we can work, but with difficulty")
    MINOR = "minor", _("it is only in the way, or a question")


class Spread(models.TextChoices):
    """How many a fault hits."""

    ONE = "one", _("one person")
    CLASS = "class", _("a class, a room or several people")
    SCHOOL = "school", _("the whole school")


class Ticket(models.Model):
    """Something that a person asked or reported. Its number is its key."""

    personal_data = PersonalData(
        what=_("Questions and fault reports: who asked what, and how far it is"),
        purpose=_("Helping with questions and faults"),
        retention=kept_after("closed_at"),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TicketKind)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True)
    reporter = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="reported_tickets"
    )
    subject = models.CharField(_("subject"), max_length=150)
    state = models.CharField(
        _("state"), max_length=12, choices=TicketState, default=TicketState.NEW
    )
    # Of a question: who at the school reads it.
    addressee = models.CharField(max_length=20, choices=Addressee, blank=True)
    # The rest is of faults.
    component = models.ForeignKey(
        Component, on_delete=models.PROTECT, null=True, verbose_name=_("service")
    )
    effect = models.CharField(_("effect"), max_length=10, choices=Effect, blank=True)
    spread = models.CharField(
        _("who is affected"), max_length=10, choices=Spread, blank=True
    )
    priority = models.PositiveSmallIntegerField(_("priority"), null=True)
    started_at = models.DateTimeField(_("since"), null=True)
    phone = models.CharField(_("call-back number"), max_length=40, blank=True)
    browser = models.CharField(_("browser"), max_length=300, blank=True)
    error_reference = models.CharField(
        _("reference of the error"), max_length=20, blank=True
    )
    assignee = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, verbose_name=_("team")
    )
    first_answer_due_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    escalated_at = models.DateTimeField(null=True, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True)
    # The question that a contact could not answer.
    question = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="duplicates"
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    solved_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(fields=["school", "kind", "state"], name="ticket_of_school"),
            models.Index(fields=["state", "changed_at"], name="ticket_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=""), name="ticket_has_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(state__in=TicketState.values), name="ticket_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=TicketKind.QUESTION,
                    school__isnull=False,
                    addressee__in=Addressee.values,
                )
                | Q(kind=TicketKind.FAULT, addressee=""),
                name="ticket_question_has_a_school",
            ),
            models.CheckConstraint(
                condition=Q(kind=TicketKind.QUESTION)
                | Q(
                    component__isnull=False,
                    effect__in=Effect.values,
                    spread__in=Spread.values,
                    priority__in=[1, 2, 3, 4],
                    first_answer_due_at__isnull=False,
                    due_at__isnull=False,
                ),
                name="ticket_fault_is_complete",
            ),
            models.CheckConstraint(
                condition=~Q(duplicate_of=models.F("id")),
                name="ticket_is_no_duplicate_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, solved_at=None)
                | Q(
                    state__in=[TicketState.SOLVED, TicketState.CLOSED],
                    solved_at__isnull=False,
                ),
                name="ticket_solved_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state=TicketState.CLOSED, closed_at__isnull=False)
                | Q(~Q(state=TicketState.CLOSED), closed_at=None),
                name="ticket_closed_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.solved_at is None

    def is_late(self, at: datetime) -> bool:
        """Whether nobody answered, or solved it, in time."""
        if not self.is_open or self.state == TicketState.WAITING:
            return False
        first = self.first_answer_due_at if not self.answered_at else None
        return any(due is not None and due < at for due in (first, self.due_at))

    @property
    def is_question(self) -> bool:
        return self.kind == TicketKind.QUESTION


class Side(models.TextChoices):
    """From which side something was said. Outlives the name of who said it."""

    REPORTER = "reporter", pgettext_lazy("ticket", "reporter")
    CONTACT = "contact", _("contact of the school")
    DESK = "desk", _("service desk")


class Message(models.Model):
    """What somebody said in a ticket. An internal one stays on the answering side."""

    personal_data = PersonalData(
        what=_("What was said in questions and fault reports, and by whom"),
        purpose=_("Helping with questions and faults"),
        retention=kept_after("ticket__closed_at"),
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE)
    # Null when its author was erased; the ticket is somebody else's.
    author = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField(_("text"))
    is_internal = models.BooleanField(_("internal note"), default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="message_side_is_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_has_a_text"),
            models.CheckConstraint(
                condition=Q(is_internal=False) | ~Q(side=Side.REPORTER),
                name="message_of_reporter_is_not_internal",
            ),
        ]


class IncidentFollower(models.Model):
    """Somebody said “that is it”, and is told when the incident ends."""

    personal_data = PersonalData(
        what=_("Incidents whose end somebody wants to be told of"),
        purpose=_("Telling those who noticed a fault that it is over"),
    )

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], name="incident_follower_once"
            )
        ]


class AffectedPerson(models.Model):
    """Somebody whom a reporter named as affected. They are not told."""

    personal_data = PersonalData(
        what=_("Fault reports in which somebody is named as affected"),
        purpose=_("Finding the fault at the right account"),
        retention=kept_after("ticket__closed_at"),
    )

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person"], name="affected_person_once"
            )
        ]
