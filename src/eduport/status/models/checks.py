"""Health checks, their last result, and what they saw day by day."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eduport.core.personal_data import NoPersonalData
from eduport.status.models.components import Component


class CheckKind(models.TextChoices):
    """How a component is asked whether it works."""

    HTTP = "http", pgettext_lazy("check", "web page (HTTP)")
    TCP = "tcp", pgettext_lazy("check", "connection (TCP)")
    IMAP = "imap", pgettext_lazy("check", "mail server (IMAP)")
    LDAP = "ldap", pgettext_lazy("check", "directory (LDAP)")
    SQL = "sql", pgettext_lazy("check", "database (SQL)")
    COMMAND = "command", pgettext_lazy("check", "own command")


class HealthCheck(models.Model):
    """How one component is watched, and how it was when last asked.

    Commands and databases are named here and stand in the operator's settings: no page
    can start a program, and no password is in this table.
    """

    personal_data = NoPersonalData("a server")

    component = models.OneToOneField(
        Component, on_delete=models.CASCADE, related_name="check_of"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=CheckKind)
    target = models.CharField(_("target"), max_length=500)
    every_seconds = models.PositiveIntegerField(_("every … seconds"), default=60)
    timeout_seconds = models.PositiveSmallIntegerField(_("waits … seconds"), default=10)
    # So many in a row: a single one may be a coincidence.
    failures_needed = models.PositiveSmallIntegerField(
        _("proposes an incident after … failures"), default=3
    )
    next_at = models.DateTimeField(editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    fault = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="health_check_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=CheckKind.values),
                name="health_check_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(every_seconds__gte=15, failures_needed__gte=1),
                name="health_check_is_not_too_often",
            ),
            models.CheckConstraint(
                condition=Q(
                    timeout_seconds__gte=1, timeout_seconds__lte=F("every_seconds")
                ),
                name="health_check_ends_before_the_next",
            ),
        ]


class DayRecord(models.Model):
    """What the checks of a component saw on one day of Berlin: sums, no single result.

    Time in maintenance counts as neither.
    """

    personal_data = NoPersonalData("sums about a service")

    # The constraint below begins with the component and serves as its index.
    component = models.ForeignKey(Component, on_delete=models.CASCADE, db_index=False)
    day = models.DateField()
    checks = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    observed_seconds = models.PositiveIntegerField(default=0)
    down_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["component", "day"], name="day_record_once"
            ),
            models.CheckConstraint(
                condition=Q(failures__lte=F("checks"))
                & Q(down_seconds__lte=F("observed_seconds")),
                name="day_record_adds_up",
            ),
        ]
