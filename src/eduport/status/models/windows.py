"""Maintenance windows, what was changed in one occurrence, and when there is none."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.status.models.components import Component
from eduport.status.types import Bilingual


class MaintenanceWindow(models.Model):
    """Planned work, once or by a rule. Its occurrences are computed, never stored.

    The times are those of the first occurrence; the others keep its time on the clock
    of Berlin, over both changes of the clock (RFC 5545 §3.3.10).
    """

    personal_data = NoPersonalData("planned work; who planned it is in the log")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    title_de = models.CharField(_("title (German)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    text_de = models.TextField(_("what to expect (German)"), blank=True)
    text_en = models.TextField(_("what to expect (English)"), blank=True)
    components = models.ManyToManyField(
        Component, through="WindowComponent", verbose_name=_("components")
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    # RFC 5545 without DTSTART, such as FREQ=WEEKLY;BYDAY=TH; empty: once.
    rule = models.CharField(_("repetition"), max_length=200, blank=True)
    last_day_on = models.DateField(_("repeated until"), null=True, blank=True)
    announce_hours = models.PositiveSmallIntegerField(
        _("announced so many hours before"), default=72
    )
    # Nobody wants a mail every week about what is every week.
    is_mailed = models.BooleanField(_("also by mail"), default=True)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_de=""), name="window_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="window_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(last_day_on=None) | ~Q(rule=""),
                name="window_repeated_has_a_rule",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_de, self.title_en)


class WindowComponent(models.Model):
    """A maintenance window concerns a component."""

    personal_data = NoPersonalData("concerns services")

    window = models.ForeignKey(
        MaintenanceWindow, on_delete=models.CASCADE, db_index=False
    )
    component = models.ForeignKey(Component, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "component"], name="window_component_once"
            )
        ]


class OccurrenceChange(models.Model):
    """One occurrence lasts longer, or does not take place."""

    personal_data = NoPersonalData("planned work; who changed it is in the log")

    window = models.ForeignKey(
        MaintenanceWindow, on_delete=models.CASCADE, db_index=False
    )
    # When the rule says that it starts: its name for good.
    occurs_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["window", "occurs_at"], name="occurrence_change_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False, extended_at__isnull=False)
                | Q(ends_at=None, extended_at=None, cancelled_at__isnull=False),
                name="occurrence_change_says_what",
            ),
        ]


class Freeze(models.Model):
    """Days without maintenance: reports are written, new pupils are enrolled."""

    personal_data = NoPersonalData("days")

    name_de = models.CharField(_("name (German)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    starts_on = models.DateField(_("first day"))
    last_day_on = models.DateField(_("last day"))

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day_on__gte=F("starts_on")),
                name="freeze_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.name_de, self.name_en)
