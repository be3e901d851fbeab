"""Who has a seat, who waits for one, and who was there."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person, School
from eduport.training.models.courses import TrainingCourse, TrainingDate


class BookingState(models.TextChoices):
    """How it stands with somebody's seat."""

    ASKED = "asked", pgettext_lazy("booking", "waits for the head of school")
    WAITING = "waiting", pgettext_lazy("booking", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("booking", "seat offered")
    BOOKED = "booked", pgettext_lazy("booking", "booked")
    ATTENDED = "attended", pgettext_lazy("booking", "was there")
    MISSED = "missed", pgettext_lazy("booking", "was not there")
    CANCELLED = "cancelled", pgettext_lazy("booking", "cancelled")
    DECLINED = "declined", pgettext_lazy("booking", "not approved")
    LAPSED = "lapsed", pgettext_lazy("booking", "lapsed")


LIVE = [
    BookingState.ASKED,
    BookingState.WAITING,
    BookingState.OFFERED,
    BookingState.BOOKED,
]
"""Still to come to something; of these a person has one in a course."""

SEATED = [
    BookingState.OFFERED,
    BookingState.BOOKED,
    BookingState.ATTENDED,
    BookingState.MISSED,
]
"""These take a seat away from others."""


class Ending(models.TextChoices):
    """Who ended a booking, or what."""

    OWN = "own", _("given up")
    TRAINERS = "trainers", _("by the trainers or the central team")
    DATE = "date", _("the date does not take place")
    LEFT = "left", _("the account was released for deletion")


class Booking(models.Model):
    """A person's seat on a date, or place on its waiting list.

    A new attempt is a new row: the order of the rows is the order of the waiting list.
    """

    personal_data = PersonalData(
        what=_("Bookings of training, and whether the person was there"),
        purpose=_("Giving out seats, and certificates to those who were there"),
        retention=Retention(
            task="purge_bookings_task",
            since="date__ends_at",
            setting="training_booking_days",
            text=_("%(days)s days after the training"),
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    date = models.ForeignKey(TrainingDate, on_delete=models.PROTECT, db_index=False)
    # That of the date: only so can the database refuse the same course twice.
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    # Whose head of school is asked.
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    state = models.CharField(
        pgettext_lazy("booking", "state"), max_length=10, choices=BookingState
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    # Until when the offered seat has to be taken.
    offer_ends_at = models.DateTimeField(null=True, editable=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    # There is something to tell by mail since then.
    tell_since = models.DateTimeField(null=True, editable=False)
    # What the last mail said: of which state, and which version of the date.
    told_state = models.CharField(max_length=10, choices=BookingState, blank=True)
    told_sequence = models.PositiveIntegerField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(state__in=LIVE),
                name="booking_once_in_a_course",
            ),
            models.UniqueConstraint(
                fields=["date", "person"],
                condition=Q(state__in=[*LIVE, *SEATED]),
                name="booking_once_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BookingState.values),
                name="booking_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.OFFERED, offer_ends_at__isnull=False)
                | ~Q(state=BookingState.OFFERED) & Q(offer_ends_at=None),
                name="booking_offer_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CANCELLED, ending__in=Ending.values)
                | ~Q(state=BookingState.CANCELLED) & Q(ending=""),
                name="booking_cancelled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["date", "state", "id"], name="booking_by_date"),
            models.Index(
                fields=["offer_ends_at"],
                condition=Q(state=BookingState.OFFERED),
                name="booking_offers",
            ),
            models.Index(
                fields=["tell_since"],
                condition=Q(tell_since__isnull=False),
                name="booking_to_tell",
            ),
            models.Index(
                fields=["school", "id"],
                condition=Q(state=BookingState.ASKED),
                name="booking_to_approve",
            ),
        ]
