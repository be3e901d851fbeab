"""Who works at another school for a while."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData
from eduport.people.models.persons import Person, Role
from eduport.people.models.schools import School


class Secondment(models.Model):
    """A person whom the home school gives to another one for a period.

    Asked for by the home school, agreed to by the guest school. In its time the person
    has an affiliation there, made by hand; that ends with it.
    """

    personal_data = PersonalData(
        what=_("Secondments to other schools"),
        purpose=_("The consent of both schools, and ending it in time"),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    home_school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="seconded_away"
    )
    guest_school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="seconded_here"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    starts_on = models.DateField(_("first day"))
    last_day_on = models.DateField(_("last day"))
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(home_school=F("guest_school")),
                name="secondment_between_two_schools",
            ),
            models.CheckConstraint(
                condition=Q(last_day_on__gte=F("starts_on")),
                name="secondment_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="secondment_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(begun_at=None)
                | Q(agreed_at__isnull=False, withdrawn_at=None),
                name="secondment_begun_when_agreed",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(begun_at__isnull=False),
                name="secondment_ended_when_begun",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return self.begun_at is None and self.withdrawn_at is None

    @property
    def is_running(self) -> bool:
        return self.begun_at is not None and self.ended_at is None
