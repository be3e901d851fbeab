"""School years, groups and who is in them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.people.models.persons import Person
from eduport.people.models.schools import School, SchoolAuthority, Source


class SessionKind(models.TextChoices):
    """How long an academic session is."""

    SCHOOL_YEAR = "school_year", _("school year")
    TERM = "term", _("term")


class AcademicSession(models.Model):
    """A school year or a term. The active school year is the same for everybody."""

    authority = models.ForeignKey(SchoolAuthority, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    source_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- unique
    kind = models.CharField(_("kind"), max_length=20, choices=SessionKind)
    name = models.CharField(_("name"), max_length=100)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("ends before"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    activated_at = models.DateTimeField(null=True, editable=False)

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


class GroupKind(models.TextChoices):
    """What a group is for. The last two are built in: one of each at every school."""

    CLASS = "class", _("class")
    COURSE = "course", _("course")
    DEPARTMENT = "department", _("department")
    TEAM = "team", _("team")
    SCHOOL = "school", _("everyone at the school")
    TEACHERS = "teachers", _("all teachers")


BUILT_IN = [GroupKind.SCHOOL, GroupKind.TEACHERS]


class Group(models.Model):
    """People who belong together. Without a session it is permanent.

    The members of the built-in groups are not stored: they follow from the
    affiliations (see `queries.members_of`).
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind)
    name = models.CharField(_("name"), max_length=200)
    session = models.ForeignKey(
        AcademicSession, on_delete=models.PROTECT, null=True, blank=True
    )
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    source_key = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- unique
    created_at = models.DateTimeField(editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="group_source_key"
            ),
            models.UniqueConstraint(
                fields=["school", "kind"],
                condition=Q(kind__in=BUILT_IN),
                name="group_built_in_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=GroupKind.values), name="group_kind_is_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name"),
            models.CheckConstraint(
                condition=~Q(kind__in=[GroupKind.CLASS, GroupKind.COURSE])
                | Q(session__isnull=False),
                name="group_classes_and_courses_have_a_session",
                violation_error_message=_(
                    "Classes and courses are bound to a school year."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=BUILT_IN) | Q(session__isnull=True),
                name="group_built_in_is_permanent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipRole(models.TextChoices):
    """What a person is in a group."""

    MEMBER = "member", _("member")
    LEADER = "leader", _("leader")


class Membership(models.Model):
    """A person in a group, once for each source that says so."""

    # The constraint and the index below serve both keys: one index each, not two.
    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)

    class Meta:
        indexes = [models.Index(fields=["person"], name="membership_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person", "source"], name="membership_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values),
                name="membership_role_is_known",
            ),
        ]
