"""Changes of school that both schools have to agree to."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models.actions import PersonAction
from eduport.people.models.persons import Person
from eduport.people.models.schools import School


class SchoolChange(models.Model):
    """People who are to go from one school to another: asked by one of the two.

    Holds when both have agreed, from `effective_on` or at once. Until then either can
    withdraw it.
    """

    personal_data = PersonalData(
        what=_("Changes of school, and by which account they were asked for"),
        purpose=_("The consent of both schools"),
        retention=Retention(
            task="purge_actions_task",
            since="asked_at",
            setting="action_days",
            text=_("%(days)s days"),
        ),
        withheld=_("What concerns you stands below “Changes of school”."),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    from_school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="leaving"
    )
    to_school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="coming"
    )
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    from_agreed_at = models.DateTimeField(null=True)
    to_agreed_at = models.DateTimeField(null=True)
    effective_on = models.DateField(_("first day at the new school"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # What was done in the end, for undoing.
    done_at = models.DateTimeField(null=True)
    action = models.ForeignKey(PersonAction, on_delete=models.SET_NULL, null=True)
    # The old school would like to have them back; the new one decides.
    undo_asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undo_asked_at=None) | Q(done_at__isnull=False),
                name="school_change_undo_asked_when_done",
            ),
            models.CheckConstraint(
                condition=~Q(from_school=F("to_school")),
                name="school_change_between_two_schools",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None)
                | Q(from_agreed_at__isnull=False, to_agreed_at__isnull=False),
                name="school_change_done_when_both_agreed",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(withdrawn_at=None),
                name="school_change_done_or_withdrawn",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None


class SchoolChangeLine(models.Model):
    """One of those who are to go."""

    personal_data = PersonalData(
        what=_("Changes of school"), purpose=_("The consent of both schools")
    )

    change = models.ForeignKey(SchoolChange, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "person"], name="school_change_line_once"
            )
        ]
