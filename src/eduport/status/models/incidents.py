"""Incidents, what was said about them, and what proposes them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.people.models import AdminRole, Role, School
from eduport.status.models.components import Component
from eduport.status.types import Bilingual, State

ROLES = list({**dict(Role.choices), **dict(AdminRole.choices)}.items())


class Impact(models.TextChoices):
    """How bad an incident is for those whom it concerns."""

    DEGRADED = State.DEGRADED.value, _("restricted or slow")
    PARTIAL_OUTAGE = State.PARTIAL_OUTAGE.value, _("partly out of order")
    OUTAGE = State.OUTAGE.value, _("out of order")


class IncidentState(models.TextChoices):
    """How far the work on an incident is."""

    INVESTIGATING = "investigating", _("being investigated")
    IDENTIFIED = "identified", _("cause found")
    MONITORING = "monitoring", _("being watched")
    RESOLVED = "resolved", _("resolved")


class Incident(models.Model):
    """Something does not work, and everybody may read so.

    Without schools and roles it concerns all of them. Who wrote what stands in the
    audit log, not here.
    """

    personal_data = NoPersonalData("what does not work; its authors are in the log")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    title_de = models.CharField(_("title (German)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    impact = models.CharField(_("impact"), max_length=20, choices=Impact)
    state = models.CharField(_("state"), max_length=20, choices=IncidentState)
    components = models.ManyToManyField(
        Component, through="IncidentComponent", verbose_name=_("components")
    )
    schools = models.ManyToManyField(
        School, through="IncidentSchool", verbose_name=_("schools")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=ROLES),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    started_at = models.DateTimeField(_("since"))
    opened_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)
    review_de = models.TextField(_("review (German)"), blank=True)
    review_en = models.TextField(_("review (English)"), blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["resolved_at"], name="incident_resolved")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title_de=""), name="incident_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(impact__in=Impact.values), name="incident_impact_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=IncidentState.RESOLVED, resolved_at__isnull=False)
                | Q(
                    state__in=[
                        IncidentState.INVESTIGATING,
                        IncidentState.IDENTIFIED,
                        IncidentState.MONITORING,
                    ],
                    resolved_at=None,
                ),
                name="incident_resolved_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("started_at")),
                name="incident_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_de, self.title_en)

    @property
    def is_open(self) -> bool:
        return self.resolved_at is None


class IncidentComponent(models.Model):
    """An incident concerns a component."""

    personal_data = NoPersonalData("concerns services")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, db_index=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "component"], name="incident_component_once"
            )
        ]


class IncidentSchool(models.Model):
    """An incident concerns a school."""

    personal_data = NoPersonalData("concerns schools")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, db_index=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "school"], name="incident_school_once"
            )
        ]


class IncidentUpdate(models.Model):
    """What was said about an incident. Once said it stays as it is."""

    personal_data = NoPersonalData("what does not work; its authors are in the log")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE)
    state = models.CharField(_("state"), max_length=20, choices=IncidentState)
    text_de = models.TextField(_("text (German)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text_de=""), name="incident_update_has_a_text"
            ),
            models.CheckConstraint(
                condition=Q(state__in=IncidentState.values),
                name="incident_update_state_is_known",
            ),
        ]


class IncidentTemplate(models.Model):
    """Words for an incident that happens now and then."""

    personal_data = NoPersonalData("words")

    name = models.CharField(_("name"), max_length=100, unique=True)
    title_de = models.CharField(_("title (German)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150, blank=True)
    text_de = models.TextField(_("text (German)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    impact = models.CharField(
        _("impact"), max_length=20, choices=Impact, default=Impact.OUTAGE
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(impact__in=Impact.values), name="template_impact_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProposalCause(models.TextChoices):
    """What made an incident likely."""

    CHECK = "check", _("a health check fails")
    REPORTS = "reports", _("several similar reports")
    DOMAIN = "domain", _("a part of eduPort noticed it")


class Proposal(models.Model):
    """An incident that a human may open with one click. One a component at a time."""

    personal_data = NoPersonalData("concerns services; who decided is in the log")

    component = models.ForeignKey(Component, on_delete=models.CASCADE)
    cause = models.CharField(_("cause"), max_length=10, choices=ProposalCause)
    # For the desk: “connection refused”, “3 reports: sign-in”. Names nobody.
    reason = models.CharField(_("reason"), max_length=300)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    # All was well again before somebody decided.
    is_withdrawn = models.BooleanField(default=False)
    # Null although decided: declined, or withdrawn.
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(decided_at=None),
                name="proposal_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=ProposalCause.values),
                name="proposal_cause_is_known",
            ),
            models.CheckConstraint(
                condition=Q(incident=None) | Q(decided_at__isnull=False),
                name="proposal_with_incident_is_decided",
            ),
        ]


class Report(models.Model):
    """Somebody reported that a component does not work: what and when, never who.

    Only for counting similar ones; gone the next night.
    """

    personal_data = NoPersonalData("counts; who reported is known to nobody here")

    component = models.ForeignKey(Component, on_delete=models.CASCADE)
    symptom = models.CharField(max_length=50, blank=True)
    # Of the report elsewhere, so that counting it twice does nothing.
    reference = models.UUIDField(unique=True)
    reported_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["component", "symptom", "reported_at"], name="report_similar"
            )
        ]
