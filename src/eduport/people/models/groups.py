"""Groups, who is in them, and what contains what."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData, PersonalData
from eduport.people.models.persons import Person, Role
from eduport.people.models.schools import School, Source, SourceKind
from eduport.people.models.years import AcademicSession


class GroupKind(models.TextChoices):
    """What a group is for. The last two are built in: one of each at every school."""

    CLASS = "class", _("class")
    COURSE = "course", _("course")
    DEPARTMENT = "department", _("department")
    TEAM = "team", _("team")
    SCHOOL = "school", _("everyone at the school")
    TEACHERS = "teachers", _("all teachers")


BUILT_IN = [GroupKind.SCHOOL, GroupKind.TEACHERS]
OF_A_YEAR = [GroupKind.CLASS, GroupKind.COURSE]
# "7a", "07a" and "Klasse 7a" are of year 7; "VSK 1" is of none.
GRADE = r"^(?:Klasse )?0*([1-9][0-9]?)(?![0-9])"


class Group(models.Model):
    """People who belong together. Without a session it is permanent.

    A class has a row for each year; the rows of one class share their `lineage`. The
    members of the built-in groups are not stored: they follow from the affiliations
    (see `queries.members`).
    """

    personal_data = NoPersonalData(
        "says nobody's name; who is in it stands in Membership"
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    lineage = models.UUIDField(db_default=RandomUUID(), editable=False)
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
    deletion_released_at = models.DateTimeField(null=True, editable=False)
    grade = models.GeneratedField(
        expression=Case(
            When(
                kind=GroupKind.CLASS,
                then=Cast(
                    Func(F("name"), Value(GRADE), function="substring"),
                    models.SmallIntegerField(),
                ),
            )
        ),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["deletion_released_at"],
                condition=Q(deletion_released_at__isnull=False),
                name="group_released",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], name="group_source_key"
            ),
            models.UniqueConstraint(
                fields=["lineage", "session"],
                name="group_once_a_year",
                nulls_distinct=False,
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
                condition=~Q(kind__in=OF_A_YEAR) | Q(session__isnull=False),
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

    @property
    def is_built_in(self) -> bool:
        return self.kind in BUILT_IN

    @property
    def is_synced(self) -> bool:
        """Whether name, kind and year are led by a feed or a file."""
        return self.source.kind != SourceKind.MANUAL and not self.is_built_in


class MembershipRole(models.TextChoices):
    """What a person is in a group."""

    MEMBER = "member", _("member")
    LEADER = "leader", _("leader")


class Membership(models.Model):
    """A person in a group, once for each source that says so."""

    personal_data = PersonalData(
        what=_("Classes, courses and other groups"),
        purpose=_("Lessons and working together"),
    )

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


class GroupNesting(models.Model):
    """A group in a group. A trigger sees to it that none ends up in itself."""

    personal_data = NoPersonalData("groups only")

    # The constraint begins with the parent and serves as its index.
    parent = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    child = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="wholes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="nesting_once"),
        ]


class MembershipRule(models.Model):
    """Who belongs to a group without being named: all of a role at a school.

    With a `grade` only the pupils of the classes of that grade. Several rules of a
    group add up. Nothing is stored for a person: see `queries.members`.
    """

    personal_data = NoPersonalData("roles and schools only")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, db_index=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "school", "role", "grade"],
                name="membership_rule_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values),
                name="membership_rule_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__range=(1, 14), role=Role.STUDENT),
                name="membership_rule_grades_are_of_pupils",
            ),
        ]


class GroupAddress(models.Model):
    """The mail address reserved for a group; the row outlives the group.

    A person's has a dot before the @, a group's never: so neither gets the other's. A
    permanent one is never given again; one that is bound to a year is unique in it.
    What was ever permanent never becomes bound to a year, nor the other way round: a
    trigger sees to that.
    """

    personal_data = NoPersonalData("an address of a group, not of a person")

    group = models.OneToOneField(
        Group, on_delete=models.SET_NULL, null=True, related_name="address"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(_("mail address"), max_length=60)
    domain = models.CharField(max_length=255)
    starting_year = models.PositiveSmallIntegerField(null=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "name", "starting_year"],
                name="group_address_given_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(fields=["group"], name="group_address_one_a_group"),
            models.CheckConstraint(
                condition=Q(name__regex=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"),
                name="group_address_has_no_dot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.domain}"
