"""What happened, for as long as the law wants it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData, Retention

WITHHELD = _(
    "Two authorised people read it together, and only for a reason. Please ask the "
    "data protection officer."
)


class Entry(models.Model):
    """One fact. Holds no foreign keys: it must outlive what it speaks of.

    `actor` names a part of the system; an account is known by its id only, so that
    nothing has to be changed when its owner is erased. `place` and `seal` are given
    soon after the entry is written, see `services.sealing`; then it never changes.
    """

    action = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    subject_id = models.BigIntegerField()
    actor = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    place = models.BigIntegerField(null=True, editable=False)
    seal = models.BinaryField(max_length=32, null=True, editable=False)
    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="%(class)s_subject"),
            models.Index(fields=["at"], name="%(class)s_at"),
            # Few rows at any time: what the next sealing takes.
            models.Index(
                fields=["id"], condition=Q(place=None), name="%(class)s_unsealed"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["place"], name="%(class)s_place_once"),
            models.CheckConstraint(
                condition=Q(place=None, seal=None)
                | Q(place__isnull=False, seal__isnull=False),
                name="%(class)s_place_has_a_seal",
            ),
        ]


class LogEntry(Entry):
    """What somebody did to whom."""

    personal_data = PersonalData(
        what=_("Audit log: who did what to whom, by numbers"),
        purpose=_("Clearing up faults and misuse"),
        retention=Retention(
            task="purge_logs_task",
            since="at",
            setting="audit_days",
            text=_("%(days)s days"),
        ),
        withheld=WITHHELD,
    )


class SecurityEvent(Entry):
    """What concerns the safety of an account: passwords, second factors, attacks."""

    personal_data = PersonalData(
        what=_("Security events, by numbers: passwords, second factors, attacks"),
        purpose=_("Noticing and clearing up attacks"),
        retention=Retention(
            task="purge_logs_task",
            since="at",
            setting="security_log_days",
            text=_("%(days)s days"),
        ),
        withheld=WITHHELD,
    )


class Chain(models.Model):
    """Where the chain of seals of a log begins and ends.

    Entries up to `purged_place` are gone because their time was over; the chain goes
    on from `purged_seal`. `seal` proves that nobody wrote this row but the portal.
    """

    personal_data = NoPersonalData("seals of the logs")

    log = models.CharField(max_length=100, primary_key=True)
    last_place = models.BigIntegerField()
    last_seal = models.BinaryField(max_length=32)
    purged_place = models.BigIntegerField()
    purged_seal = models.BinaryField(max_length=32)
    seal = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_place__gte=0)
                & Q(last_place__gte=models.F("purged_place")),
                name="chain_ends_after_its_start",
            )
        ]
