"""School years and terms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.people.models.schools import SchoolAuthority, Source


class SessionKind(models.TextChoices):
    """How long an academic session is."""

    SCHOOL_YEAR = "school_year", _("school year")
    TERM = "term", _("term")


class AcademicSession(models.Model):
    """A school year or a term. The active school year is the same for everybody."""

    personal_data = NoPersonalData("a period")

    authority = models.ForeignKey(SchoolAuthority, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    source_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- unique
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("ends before"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    activated_at = models.DateTimeField(null=True, editable=False)
    # Terms, and the same year of another feed, agree in it. The middle decides, because
    # sources begin a year on the first of August or on the first day of lessons.
    starting_year = models.GeneratedField(
        expression=models.Func(
            template="extract(year FROM starts_on + (ends_on - starts_on) / 2"
            " - interval '7 months')::int",
            output_field=models.IntegerField(),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    # When the change on 1 August was made, or taken over by a human.
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="session_source_key"
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(activated_at__isnull=False),
                name="session_one_is_active",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="session_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(kind=SessionKind.SCHOOL_YEAR) | Q(activated_at=None),
                name="session_only_years_are_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name
