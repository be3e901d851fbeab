"""Runs of the sync: what was read, what was planned, held and done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models import Source
from eduport.sync.types import Severity


class RunState(models.TextChoices):
    """How far a run is. The first four are on their way; the others are at rest."""

    READING = "reading", _("is being read")
    PLANNING = "planning", _("is being planned")
    APPLYING = "applying", _("is being applied")
    PLANNED = "planned", _("planned, not applied")
    HELD = "held", _("held")
    APPLIED = "applied", _("applied")
    FAILED = "failed", _("failed")
    SUPERSEDED = "superseded", _("superseded")


MOVING = [RunState.READING, RunState.PLANNING, RunState.APPLYING]


class SyncRun(models.Model):
    """One reading of one export, and what became of it."""

    personal_data = PersonalData(
        what=_("Runs of the sync, with the login of who started them"),
        purpose=_("Knowing when the accounts were brought up to date"),
    )

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    # A run that takes back an earlier one is a run of its own, with a plan of its own.
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="undone_by"
    )
    state = models.CharField(_("state"), max_length=12, choices=RunState)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    started_by = models.CharField(max_length=200)
    path = models.CharField(_("file"), max_length=500)
    format = models.CharField(_("format"), max_length=40, blank=True)
    # Rows read of each table, and what the plan counts; see services/planning.
    counts = models.JSONField(default=dict)
    hold_reason = models.JSONField(null=True)
    message = models.TextField(blank=True)
    # When the changes and issues were removed, because they name people.
    journal_purged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(state__in=MOVING),
                name="run_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RunState.values), name="run_state_is_known"
            ),
        ]

    @property
    def is_moving(self) -> bool:
        return self.state in MOVING


class Decision(models.TextChoices):
    """What a human said about a held school."""

    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    SUPERSEDED = "superseded", _("superseded by a later run")


STRUCTURE = 0
"""The unit of schools and sessions. All other units are the ids of schools."""


class SchoolPlan(models.Model):
    """A unit of a run: what happens at one school, in one transaction."""

    personal_data = PersonalData(
        what=_("Decisions about held schools, with the login of who made them"),
        purpose=_("Knowing who approved an unusual change"),
    )

    run = models.ForeignKey(SyncRun, on_delete=models.CASCADE)
    # A school's id, of one that may not exist before this run; or STRUCTURE.
    unit = models.BigIntegerField()
    name = models.CharField(_("school"), max_length=200)
    people = models.IntegerField(_("people before"), default=0)
    joins = models.IntegerField(_("joins"), default=0)
    leaves = models.IntegerField(_("leaves"), default=0)
    moves = models.IntegerField(_("moves"), default=0)
    renames = models.IntegerField(_("renames"), default=0)
    group_changes = models.IntegerField(_("groups"), default=0)
    membership_changes = models.IntegerField(_("memberships"), default=0)
    hold_reason = models.JSONField(null=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="school_plan_once")
        ]

    @property
    def size(self) -> int:
        """About how many rows change: what the memory and time of it depend on."""
        people = self.joins + self.leaves + self.moves + self.renames
        return 2 * people + self.group_changes + self.membership_changes

    @property
    def is_held(self) -> bool:
        return self.hold_reason is not None and self.decision != Decision.APPROVED


class Change(models.Model):
    """One row of a plan, and afterwards of the journal that an undo reads.

    Its columns are those of `people.services.roster.apply_changes`. There may be two
    million, hence no foreign keys and few indexes.
    """

    personal_data = PersonalData(
        what=_("Plan and journal of the sync: names, schools, groups"),
        purpose=_("Looking at changes before they are made, and taking them back"),
        retention=Retention(
            task="purge_journals_task",
            since="run__finished_at",
            setting="journal_days",
            text=_("%(days)s days after the run"),
        ),
    )

    run = models.ForeignKey(
        SyncRun, on_delete=models.CASCADE, db_constraint=False, db_index=False
    )
    unit = models.BigIntegerField()
    # A second school that must have been applied before, such as the other end of a
    # move; null for all that concerns one school.
    unit2 = models.BigIntegerField(null=True)
    entity = models.CharField(max_length=12)
    op = models.CharField(max_length=8)
    subject_id = models.BigIntegerField()
    object_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=12, null=True)  # noqa: DJ001 -- of two entities
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    file = models.CharField(max_length=40)
    row = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["run", "unit"], name="change_run_unit"),
            # Finds moves and leavers from their other end; few rows have one.
            models.Index(
                fields=["run", "unit2"],
                condition=Q(unit2__isnull=False),
                name="change_run_unit2",
            ),
        ]


class RowIssue(models.Model):
    """A row that was refused or deserves a word: where, what, and what to do."""

    personal_data = PersonalData(
        what=_("Findings in the files of the sync, some with a name"),
        purpose=_("Letting schools correct their data"),
        retention=Retention(
            task="purge_journals_task",
            since="run__finished_at",
            setting="journal_days",
            text=_("%(days)s days after the run"),
        ),
        withheld=_("They speak of rows in a file, not of known persons."),
    )

    run = models.ForeignKey(SyncRun, on_delete=models.CASCADE)
    severity = models.CharField(
        max_length=10, choices=[(level.value, level.name) for level in Severity]
    )
    code = models.CharField(max_length=60)
    file = models.CharField(max_length=200)
    row = models.IntegerField()
    field = models.CharField(max_length=100, blank=True)
    params = models.JSONField(default=dict)
