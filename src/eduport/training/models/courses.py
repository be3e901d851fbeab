"""What is offered, when it takes place, and who gives it."""

import uuid
from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
from eduport.people.models import Person, School


class CourseKind(models.TextChoices):
    """How a course comes about."""

    IN_SCHOOL = "in_school", _("in-school training (SchiLf)")
    SCHOOL_ADMIN = "school_admin", _("course for school admins")
    WEBINAR = "webinar", _("webinar")


class TrainingCourse(models.Model):
    """A course as the catalogue describes it. It takes place on dates."""

    personal_data = NoPersonalData("an offer; who gives it stands at its dates")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField(
        pgettext_lazy("course", "kind"), max_length=20, choices=CourseKind
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=250)
    text = models.TextField(_("what it is about"), max_length=5000, blank=True)
    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    hours = models.DecimalField(
        _("hours of training"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0.5)],
    )
    # What a date costs the authority; for the invoices of those who give it.
    price = models.DecimalField(
        _("price of a date in euros"), max_digits=8, decimal_places=2, default=0
    )
    needs_approval = models.BooleanField(
        _("the head of school has to agree"), default=False
    )
    # Without it the installation's setting holds.
    cancel_days = models.PositiveSmallIntegerField(
        _("can be given up until so many days before"), null=True, blank=True
    )
    # Whoever has been there may become a school admin.
    counts_for_appointment = models.BooleanField(
        _("compulsory before somebody becomes a school admin"), default=False
    )
    contact = models.CharField(_("contact for questions"), max_length=200, blank=True)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CourseKind.values), name="course_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="course_has_a_title"),
            models.CheckConstraint(
                condition=Q(hours__gt=0), name="course_takes_some_time"
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0), name="course_price_is_no_debt"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_bookable(self) -> bool:
        """Whether single people book it; in-school training is asked for by schools."""
        return self.kind != CourseKind.IN_SCHOOL


class TrainingDate(models.Model):
    """When and where a course takes place, and how many seats there are."""

    personal_data = NoPersonalData("a date; who gives it is a table of its own")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT)
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    # Seats that somebody has, or was offered. Changed together with the bookings,
    # under a lock of this row; the constraint below is what nobody gets past.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Shown to those who have a seat only.
    online_url = models.URLField(_("link to take part online"), blank=True)
    # Where in-school training takes place.
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, null=True, blank=True, editable=False
    )
    # RFC 5545 §3.8.7.4: one more with each change that concerns people's calendars.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    # Attendance is noted, or the school said that it took place.
    held_at = models.DateTimeField(null=True, editable=False)
    # What it cost on that day: a later price changes no old invoice.
    held_price = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, editable=False
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="date_ends_after_its_start",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="date_has_seats"),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="date_not_overbooked"
            ),
            models.CheckConstraint(
                condition=~(Q(place="") & Q(online_url="")),
                name="date_takes_place_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(cancelled_at=None),
                name="date_held_or_cancelled",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="date_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.course} ({localtime(self.starts_at):%Y-%m-%d})"

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at

    def is_open(self, at: datetime) -> bool:
        """Whether it can be booked, or somebody can come off the waiting list."""
        return self.cancelled_at is None and not self.has_begun(at)


class DateTrainer(models.Model):
    """Who gives a course on a date: anybody of the staff, or of the authority."""

    personal_data = PersonalData(
        what=_("Who gives a training"),
        purpose=_("Letting trainers see and note who is there"),
        retention=Retention(
            task="purge_bookings_task",
            since="date__ends_at",
            setting="training_booking_days",
            text=_("%(days)s days after the training"),
        ),
    )

    date = models.ForeignKey(TrainingDate, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["date", "person"], name="date_trainer_once")
        ]
