"""Certificates: what somebody has on paper, and what can be checked of it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person
from eduport.training.models.bookings import Booking
from eduport.training.models.courses import TrainingCourse

CODE = r"^[0-9A-HJKMNP-TV-Z]{16}$"
"""Sixteen letters and digits that nobody mixes up: 80 bits by chance."""


class Certificate(models.Model):
    """Somebody was there. It says what was true on that day, whatever changes later.

    `code` is no secret that opens anything: it stands on the paper, and whoever has the
    paper learns by it only what the paper says. So it is kept as it is; nobody guesses
    one of 80 bits, and checking is slowed down.
    """

    personal_data = PersonalData(
        what=_("Certificates: name, course, day and hours"),
        purpose=_("Proving that somebody took part"),
        retention=Retention(
            task="purge_certificates_task",
            since="issued_at",
            setting="training_certificate_days",
            text=_("%(days)s days, at most until the final erasure"),
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    code = models.CharField(max_length=16, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    booking = models.OneToOneField(Booking, on_delete=models.SET_NULL, null=True)
    course = models.ForeignKey(TrainingCourse, on_delete=models.PROTECT)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Whether the course was compulsory for school admins then.
    counts_for_appointment = models.BooleanField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE), name="certificate_code_is_spelled_right"
            ),
            models.CheckConstraint(
                condition=~Q(family_name="") & ~Q(title=""),
                name="certificate_names_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "issued_at"],
                condition=Q(counts_for_appointment=True),
                name="certificate_for_admins",
            )
        ]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"
