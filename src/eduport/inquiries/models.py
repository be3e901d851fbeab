"""Who asked to read the log about whom, and who decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person


class InquiryDecision(models.TextChoices):
    """What the second person said."""

    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")


class Inquiry(models.Model):
    """Somebody of the central team wants to read the log entries about a person.

    A second one decides. Who asked and who decided never are the same person.
    """

    personal_data = PersonalData(
        what=_("Inquiries of log entries about a person: who asked why, who decided"),
        purpose=_(
            "Reading the log only together, and for a reason that can be checked"
        ),
        retention=Retention(
            task="purge_inquiries_task",
            since="asked_at",
            setting="audit_days",
            text=_("%(days)s days after the question"),
        ),
        withheld=_("It would warn somebody who is suspected of an attack."),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    reason = models.CharField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=InquiryDecision, blank=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    # Until when both may read.
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="inquiry_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | Q(
                    ~Q(decision=""),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="inquiry_decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="inquiry_has_a_reason"
            ),
        ]
