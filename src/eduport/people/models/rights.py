"""Rights, and who decided what about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.people.models.groups import Group
from eduport.people.models.persons import AdminRole, Role
from eduport.people.models.schools import School

# An appointed head of school is one like any other.
ROLES = list({**dict(Role.choices), **dict(AdminRole.choices)}.items())


class Right(models.TextChoices):
    """What somebody may do. What follows from a role is in `rules.rights`."""

    OWN_ACCOUNT = (
        "own_account",
        _("own password, recovery address, second factor and devices"),
    )
    ASK_SCHOOL_ADMIN = "ask_school_admin", _("ask the own school's school admin")
    REPORT_FAULTS = "report_faults", _("report faults to the service desk")
    REPORT_FAULTS_ONLINE = (
        "report_faults_online",
        _("report faults with the online form"),
    )
    RESET_PASSWORDS = "reset_passwords", _("reset passwords at the own school")
    MANAGE_PEOPLE = (
        "manage_people",
        _("manual accounts, groups and classes of the own school"),
    )
    SWITCH_SCHOOL_YEAR = "switch_school_year", _("switch the active school year")
    PUBLISH_NEWS = "publish_news", _("publish internal news of the school")
    WORK_ON_TICKETS = "work_on_tickets", _("work on fault reports")
    READ_AUDIT = (
        "read_audit",
        _("read log entries about a person, two people together"),
    )


class GrantEffect(models.TextChoices):
    """What was decided."""

    ALLOWED = "allowed", _("allowed")
    FORBIDDEN = "forbidden", _("forbidden")


class Grant(models.Model):
    """A decision about a right: for a role or for a group, at a school or everywhere.

    What was not decided has no row.
    """

    personal_data = NoPersonalData("concerns roles and groups")

    right = models.CharField(_("right"), max_length=30, choices=Right)
    # Empty: at all schools of the authority.
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=[*Role.choices, *AdminRole.choices],
        blank=True,
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True)
    effect = models.CharField(max_length=10, choices=GrantEffect)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["right", "school", "role", "group"],
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(right__in=Right.values), name="grant_right_is_known"
            ),
            models.CheckConstraint(
                condition=Q(effect__in=GrantEffect.values),
                name="grant_effect_is_known",
            ),
            models.CheckConstraint(
                condition=Q(role="", group__isnull=False, school__isnull=False)
                | ~Q(role="") & Q(group=None),
                name="grant_for_a_role_or_a_group",
            ),
        ]
