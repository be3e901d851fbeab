"""Human beings, where they belong, and what they were appointed to."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models.schools import School, Source


class Role(models.TextChoices):
    """What a person is at a school. Schulconnex codes: see `SCHULCONNEX_CODES`."""

    TEACHER = "teacher", _("teacher")
    STUDENT = "student", _("pupil")
    SPECIALIST = "specialist", _("pedagogical and therapeutic staff")
    PRINCIPAL = "principal", _("head of school")
    OFFICE = "office", _("school office")
    EXTERNAL = "external", _("guest teacher")


class AdminRole(models.TextChoices):
    """What a person can be appointed to."""

    SCHOOL_ADMIN = "school_admin", _("school admin")
    IT_CONTACT = "it_contact", _("IT contact")
    # Whom the feed does not know as one: an acting head. The same right as `Role` has.
    PRINCIPAL = "principal", _("head of school")
    CENTRAL_TEAM = "central_team", _("central team")
    SERVICE_DESK = "service_desk", _("service desk")


NAME_WORDS = models.Func(
    "family_name",
    "call_name",
    "given_name",
    "address_base",
    function="eduport_name_words",
    output_field=SearchVectorField(),
)
"""The words of a person's names in the spellings people type: an index, no column."""


class Person(models.Model):
    """A human being known to at least one school, with or without an account."""

    personal_data = PersonalData(
        what=_("Names, home school and identifiers"),
        purpose=_("Knowing who belongs to a school, and naming the account"),
        retention=Retention(
            task="erase_due_task",
            setting="deletion_days",
            text=_(
                "%(days)s days after the release for deletion; a record that was "
                "merged with another, as long as both can be separated again"
            ),
        ),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    source_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- unique
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100)
    call_name = models.CharField(_("call name"), max_length=100, blank=True)
    # What the names give by rules/addresses.py; kept so that SQL can compare it.
    address_base = models.CharField(max_length=64, editable=False)
    # Surname first, in a–z with ae for ä (DIN 5007-2), the same on every database.
    sort_name = models.GeneratedField(
        expression=models.Func(
            "family_name", "call_name", "given_name", function="eduport_sort_name"
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    home_school = models.ForeignKey(School, on_delete=models.PROTECT)
    created_at = models.DateTimeField(editable=False)
    deletion_released_at = models.DateTimeField(null=True, editable=False)
    # The person that took over what this one had: both are the same human being.
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True)

    class Meta:
        # For the list of people: it is sorted and searched in every city whole.
        indexes = [
            models.Index(fields=["sort_name", "id"], name="person_sort_name"),
            models.Index(fields=["address_base", "id"], name="person_address_base"),
            models.Index(fields=["created_at", "id"], name="person_created_at"),
            models.Index(
                fields=["sort_name", "id"],
                condition=Q(deletion_released_at__isnull=False),
                name="person_released",
            ),
            GinIndex(NAME_WORDS, name="person_name_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="person_source_key"
            ),
            models.CheckConstraint(
                condition=~Q(given_name="") & ~Q(family_name=""),
                name="person_has_both_names",
            ),
            models.CheckConstraint(
                condition=Q(address_base__regex=r"^[a-z-]+\.[a-z-]+$"),
                name="person_address_base_is_spelled_right",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(deletion_released_at__isnull=False),
                name="person_merged_is_released",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="person_merged_with_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_name or self.given_name} {self.family_name}"


class Affiliation(models.Model):
    """A person's role at one school, for as long as it lasts.

    Schulconnex calls it Personenkontext: the same triple exists once only; who comes
    back opens the old one again.
    """

    personal_data = PersonalData(
        what=_("Schools and roles"),
        purpose=_("Giving everybody what school and role need"),
    )

    # The constraint below begins with the person and serves as its index.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "role"], name="affiliation_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="affiliation_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="affiliation_ends_after_its_start",
            ),
        ]


class Appointment(models.Model):
    """What the central team appointed a person to, at one school or for all."""

    personal_data = PersonalData(
        what=_("Appointments"),
        purpose=_("Knowing who administers what"),
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=AdminRole)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "role"],
                condition=Q(ends_at=None),
                name="appointment_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=AdminRole.values),
                name="appointment_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        AdminRole.SCHOOL_ADMIN,
                        AdminRole.IT_CONTACT,
                        AdminRole.PRINCIPAL,
                    ],
                    school__isnull=False,
                )
                | Q(
                    role__in=[AdminRole.CENTRAL_TEAM, AdminRole.SERVICE_DESK],
                    school__isnull=True,
                ),
                name="appointment_at_a_school_or_for_all",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="appointment_ends_after_its_start",
            ),
        ]
