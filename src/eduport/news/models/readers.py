"""Who subscribed to what: a calendar of one's own, a digest by mail."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.personal_data import NoPersonalData, PersonalData, Retention


class CalendarToken(models.Model):
    """The secret address of somebody's own calendar; of the secret only a hash.

    How often it is used is counted for an hour, under another hash, and then forgotten.
    """

    personal_data = PersonalData(
        what=_("That a private calendar address exists, and since when"),
        purpose=_("Showing the own events in a calendar program"),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 -- a form
                name="calendartoken_is_hashed",
            )
        ]


class Rhythm(models.TextChoices):
    """How often somebody wants the digest."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("once a week, on Mondays")


class DigestChoice(models.Model):
    """Somebody wants news and events by mail. Without a row there is none."""

    personal_data = PersonalData(
        what=_("Whether news and events are wanted by mail, and how often"),
        purpose=_("Sending it only to those who want it"),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    # In the link to unsubscribe, which needs no login and can do nothing else.
    stop_key = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values),
                name="digestchoice_rhythm_is_known",
            )
        ]
        indexes = [models.Index(fields=["rhythm"], name="digestchoice_rhythm")]


class DigestRun(models.Model):
    """One digest: of a rhythm, on a day, with what became news in its time."""

    personal_data = NoPersonalData("when a digest was made")

    rhythm = models.CharField(max_length=10, choices=Rhythm)
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    # Since when it is known who gets what.
    prepared_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    copies = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "day"], name="digestrun_once"),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="digestrun_rhythm_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="digestrun_ends_after_its_start"
            ),
        ]


class DigestReader(models.Model):
    """What somebody gets in a digest; the row goes when the mail is queued."""

    personal_data = PersonalData(
        what=_("Which news and events stand in the digest that is being sent"),
        purpose=_("Writing the same digest once for all who get it"),
        retention=Retention(
            task="purge_news_task", text=_("minutes, until the mail is queued")
        ),
    )

    run = models.ForeignKey(DigestRun, on_delete=models.CASCADE, db_index=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    item_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    event_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "account"], name="digestreader_once"
            ),
            models.CheckConstraint(
                condition=Q(item_ids__len__gt=0) | Q(event_ids__len__gt=0),
                name="digestreader_gets_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["run", "item_ids", "event_ids"], name="digestreader_alike"
            )
        ]
