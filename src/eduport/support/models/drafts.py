"""What somebody began to report."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person
from eduport.support.models.tickets import Ticket

DRAFT_DAYS = 30


class ReportDraft(models.Model):
    """A report that was not sent yet, as it stands in the form. One for each person."""

    personal_data = PersonalData(
        what=_("Drafts of fault reports"),
        purpose=_("Going on with a report later"),
        retention=Retention(
            task="purge_drafts_task",
            since="saved_at",
            days=DRAFT_DAYS,
            text=_("%(days)s days after it was last saved, or until it is sent"),
        ),
    )

    person = models.OneToOneField(Person, on_delete=models.CASCADE)
    # The question that it is made of.
    question = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True)
    values = models.JSONField()
    saved_at = models.DateTimeField()
