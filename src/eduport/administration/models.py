"""Handouts: logins with codes or passwords for several people, in one file."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.administration.types import AddressForm, HandoutForm, SecretKind
from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Person

A_MONTH = Retention(
    task="expire_handouts_task", since="asked_at", days=30, text=_("%(days)s days")
)
A_MONTH_AFTER = Retention(
    task="expire_handouts_task",
    since="handout__asked_at",
    days=30,
    text=_("%(days)s days"),
)
HALF_AN_HOUR = Retention(
    task="expire_handouts_task",
    since="handout__asked_at",
    days=1,
    text=_("half an hour, or until it is fetched"),
)


class HandoutState(models.TextChoices):
    """How far a handout is. Only in TAKEN has anything changed for anybody."""

    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("in progress")
    READY = "ready", _("ready to be fetched")
    TAKEN = "taken", _("fetched")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("not fetched in time")
    FAILED = "failed", _("failed")


UNDER_WAY = (HandoutState.WAITING, HandoutState.RUNNING)


class LeftOut(models.TextChoices):
    """Why somebody gets nothing."""

    NO_ACCOUNT = "no_account", _("has no account yet")
    BLOCKED = "blocked", _("is locked")
    RELEASED = "released", _("is released for deletion")


class Handout(models.Model):
    """What somebody asked for. The file lies elsewhere and can be fetched once.

    `public_key` seals the file; the key that opens it is in the asker's browser only.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    asked_by = models.ForeignKey(Account, on_delete=models.CASCADE)
    secret_kind = models.CharField(max_length=10, choices=SecretKind)
    form = models.CharField(max_length=10, choices=HandoutForm)
    address_form = models.CharField(max_length=10, choices=AddressForm)
    must_change = models.BooleanField()
    # Whose classes sort the file: those of the school year that starts then; empty for
    # the active one.
    class_year = models.PositiveSmallIntegerField(null=True)
    public_key = models.BinaryField()
    state = models.CharField(
        max_length=10, choices=HandoutState, default=HandoutState.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(db_index=True)
    # The last sign of life of whoever works on it.
    seen_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    personal_data = PersonalData(
        what=_("Who asked for logins to be handed out, and when"),
        purpose=_("Fetching the file, and asking again if it was lost"),
        retention=A_MONTH,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HandoutState.values),
                name="handout_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=F("total")), name="handout_done_is_part_of_total"
            ),
            models.CheckConstraint(
                condition=Q(form__in=HandoutForm.values)
                & Q(secret_kind__in=SecretKind.values)
                & Q(address_form__in=AddressForm.values),
                name="handout_choices_are_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["seen_at"],
                condition=Q(state__in=UNDER_WAY),
                name="handout_under_way",
            )
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_file_password(self) -> bool:
        """Whether the file gets a password when it is fetched."""
        return self.form in {HandoutForm.WORKBOOK, HandoutForm.ARCHIVE}


class HandoutFile(models.Model):
    """The sealed file, until it is fetched or its time is over."""

    handout = models.OneToOneField(Handout, on_delete=models.CASCADE)
    content = models.BinaryField()

    personal_data = PersonalData(
        what=_("Letters with logins and codes or passwords, encrypted"),
        purpose=_("Fetching the file"),
        retention=HALF_AN_HOUR,
        withheld=_("Only the browser of the asker can open it."),
    )


class HandoutEntry(models.Model):
    """One person of a handout, in the order of the file.

    `stored` is the digest of the code or the hash of the password that begins to hold
    when the file is fetched; it is emptied then.
    """

    handout = models.ForeignKey(Handout, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True)
    left_out = models.CharField(max_length=10, choices=LeftOut, blank=True)
    stored = models.CharField(max_length=128, blank=True, editable=False)
    is_issued = models.BooleanField(default=False)

    personal_data = PersonalData(
        what=_("For whom logins were handed out"),
        purpose=_("Fetching the file, and asking again if it was lost"),
        retention=A_MONTH_AFTER,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["handout", "person"], name="handout_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(left_out__in=LeftOut.values),
                name="handout_entry_reason_is_known",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(left_out=""),
                name="handout_entry_without_account_is_left_out",
            ),
            models.CheckConstraint(
                condition=Q(is_issued=False) | Q(left_out="", stored=""),
                name="handout_entry_keeps_nothing_when_issued",
            ),
        ]
