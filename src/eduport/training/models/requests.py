"""In-school training: what a school asks for, and how a date is agreed."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person, School
from eduport.training.models.courses import TrainingCourse, TrainingDate
from eduport.training.rules.requests import Phase, Step, phase_at
from eduport.training.rules.requests import RequestState as State
from eduport.training.rules.requests import Side as RuleSide


class RequestState(models.TextChoices):
    """How far a request is; the values are those of `rules.requests`."""

    OPEN = State.OPEN.value, pgettext_lazy("request", "a date is being agreed")
    AGREED = State.AGREED.value, pgettext_lazy("request", "agreed")
    HELD = State.HELD.value, pgettext_lazy("request", "has taken place")
    DECLINED = State.DECLINED.value, pgettext_lazy("request", "declined")
    WITHDRAWN = State.WITHDRAWN.value, pgettext_lazy("request", "taken back")


class Side(models.TextChoices):
    """Who speaks."""

    SCHOOL = RuleSide.SCHOOL.value, pgettext_lazy("request", "school")
    TEAM = RuleSide.TEAM.value, pgettext_lazy("request", "training team")


class RequestStep(models.TextChoices):
    """What was done."""

    ASK = "ask", pgettext_lazy("request", "asked for")
    PROPOSE = Step.PROPOSE.value, pgettext_lazy("request", "date proposed")
    AGREE = Step.AGREE.value, pgettext_lazy("request", "date agreed")
    DECLINE = Step.DECLINE.value, pgettext_lazy("request", "declined")
    WITHDRAW = Step.WITHDRAW.value, pgettext_lazy("request", "taken back")
    HOLD = Step.HOLD.value, pgettext_lazy("request", "has taken place")


ALIVE = [RequestState.OPEN, RequestState.AGREED]
AGREED = [RequestState.AGREED, RequestState.HELD]


class InSchoolRequest(models.Model):
    """A school would like a training for its staff, at the school."""

    personal_data = PersonalData(
        what=_("Who asked for in-school training"),
        purpose=_("Agreeing on a date with the school"),
        retention=Retention(
            task="purge_bookings_task",
            since="changed_at",
            setting="training_booking_days",
            text=_("%(days)s days after the last change"),
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    participants = models.PositiveSmallIntegerField(_("how many people"))
    wishes = models.TextField(_("what matters to you"), max_length=1000, blank=True)
    state = models.CharField(
        pgettext_lazy("request", "state"),
        max_length=10,
        choices=RequestState,
        default=RequestState.OPEN,
    )
    # The proposal that waits for the other side's answer.
    proposed_starts_at = models.DateTimeField(null=True, editable=False)
    proposed_ends_at = models.DateTimeField(null=True, editable=False)
    proposed_by = models.CharField(
        max_length=10, choices=Side, blank=True, editable=False
    )
    date = models.OneToOneField(
        TrainingDate, on_delete=models.PROTECT, null=True, editable=False
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "school"],
                condition=Q(state__in=ALIVE),
                name="request_once_at_a_school",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values),
                name="request_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=1), name="request_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AGREED, date__isnull=False)
                | ~Q(state__in=AGREED),
                name="request_agreed_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(
                    proposed_by="", proposed_starts_at=None, proposed_ends_at=None
                )
                | Q(
                    proposed_by__in=Side.values,
                    proposed_starts_at__isnull=False,
                    proposed_ends_at__isnull=False,
                    proposed_ends_at__gt=F("proposed_starts_at"),
                ),
                name="request_proposal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.school}"

    @property
    def proposal(self) -> tuple[datetime, datetime] | None:
        """What waits for an answer: from when until when."""
        start, end = self.proposed_starts_at, self.proposed_ends_at
        return (start, end) if start and end else None

    def phase(self, at: datetime) -> Phase:
        """Where the agreed date lies, seen from a moment."""
        date = self.date
        return phase_at((date.starts_at, date.ends_at) if date else None, at)


class RequestTrainer(models.Model):
    """Who of the team looks after a request, and gives the training."""

    personal_data = PersonalData(
        what=_("Who gives an in-school training"),
        purpose=_("Letting trainers agree on a date with the school"),
        retention=Retention(
            task="purge_bookings_task",
            since="request__changed_at",
            setting="training_booking_days",
            text=_("%(days)s days after the last change"),
        ),
    )

    request = models.ForeignKey(
        InSchoolRequest, on_delete=models.CASCADE, db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"], name="request_trainer_once"
            )
        ]


class RequestEvent(models.Model):
    """What was done to a request, when and by which side: its history."""

    personal_data = PersonalData(
        what=_("What somebody did for a school about in-school training"),
        purpose=_("Letting both sides see how a date came about"),
        retention=Retention(
            task="purge_bookings_task",
            since="request__changed_at",
            setting="training_booking_days",
            text=_("%(days)s days after the last change"),
        ),
    )

    request = models.ForeignKey(InSchoolRequest, on_delete=models.CASCADE)
    at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=RequestStep)
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    text = models.TextField(blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=RequestStep.values, side__in=Side.values),
                name="request_event_is_known",
            )
        ]
