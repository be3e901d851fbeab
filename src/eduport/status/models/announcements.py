"""What was announced by mail, to whom, and who wants it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.personal_data import NoPersonalData, PersonalData
from eduport.outbox.models import Circular
from eduport.people.models import School


class MailTopic(models.TextChoices):
    """What people may want mail about; each is a column of `MailChoice`."""

    INCIDENTS = "incidents", _("incidents")
    MAINTENANCE = "maintenance", _("planned maintenance")


class MailChoice(models.Model):
    """Somebody wants mail about what they use. Without a row there is none."""

    personal_data = PersonalData(
        what=_("Whether mail about incidents and maintenance is wanted"),
        purpose=_("Sending it only to those who want it"),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    incidents = models.BooleanField(default=False)
    maintenance = models.BooleanField(default=False)


class Announcement(models.Model):
    """Mail about one thing that was said. `key` names it, so that it is said once.

    Copies are queued in batches, by the keys of accounts; `last_account` is the last
    one of the last batch, written in the same transaction as the batch.
    """

    personal_data = NoPersonalData("what was announced to which schools and roles")

    key = models.CharField(max_length=150, unique=True)
    topic = models.CharField(max_length=20, choices=MailTopic)
    circular = models.ForeignKey(Circular, on_delete=models.SET_NULL, null=True)
    created_at = models.DateTimeField()
    last_account = models.BigIntegerField(default=0)
    copies = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__in=MailTopic.values),
                name="announcement_topic_is_known",
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=Q(queued_at=None),
                name="announcement_unfinished",
            )
        ]


class AnnouncementAudience(models.Model):
    """A role at a school whom it concerned when it was said; nothing means all."""

    personal_data = NoPersonalData("concerns roles and schools")

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True)
    role = models.CharField(max_length=20, blank=True)
