"""The authority, its schools, and the sources that rows come from."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData

# RFC 1035 §2.3.1: it becomes a label of the mail domain.
DNS_LABEL = r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"


def folded(field: str) -> models.Func:
    """A name as German sorts it (DIN 5007-2: ä as ae), the same on every database."""
    written = models.TextField(db_collation="C")
    return models.Func(field, function="eduport_folded", output_field=written)


class SchoolAuthority(models.Model):
    """The city's school authority, above all schools."""

    personal_data = NoPersonalData("an authority")

    name = models.CharField(_("name"), max_length=200)
    mail_domain = models.CharField(_("mail domain"), max_length=190, unique=True)

    def __str__(self) -> str:
        return self.name


class SourceKind(models.TextChoices):
    """Where rows can come from."""

    FEED = "feed", _("nightly feed")
    FILE = "file", _("file import")
    MANUAL = "manual", _("by hand")


class Source(models.Model):
    """Who leads a row. A source only ever touches its own rows."""

    personal_data = NoPersonalData("a system or a file")

    authority = models.ForeignKey(SchoolAuthority, on_delete=models.PROTECT)
    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SourceKind.values), name="source_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        is_manual = self.kind == SourceKind.MANUAL
        return str(self.get_kind_display()) if is_manual else self.name


class School(models.Model):
    """A school with its own staff, pupils and settings."""

    personal_data = NoPersonalData("an institution")

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    authority = models.ForeignKey(SchoolAuthority, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    source_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- unique
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("school code"), max_length=63, unique=True)
    number = models.CharField(_("school number"), max_length=40, blank=True)
    kind = models.CharField(_("kind of school"), max_length=100, blank=True)
    pupils_start_on = models.DateField(
        _("pupils from"),
        null=True,
        blank=True,
        help_text=_("Before this day the sync makes no accounts for pupils."),
    )
    data_protection_mail = models.EmailField(
        _("mail address of the data protection officer"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Hears of every reading of the log about a person of the school, in place "
            "of the one of the whole installation."
        ),
    )
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=DNS_LABEL),
                name="school_code_is_dns_label",
                violation_error_message=_(
                    "A school code has 1 to 63 of the letters a to z, digits and "
                    "inner hyphens."
                ),
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], name="school_source_key"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="school_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mail_domain(self) -> str:
        return f"{self.code}.{self.authority.mail_domain}"
