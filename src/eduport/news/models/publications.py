"""What news and events have in common: who says it, to whom, and since when."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.people.models import AdminRole, Group, Role, School

ROLES = [
    *Role.choices,
    (AdminRole.IT_CONTACT.value, AdminRole.IT_CONTACT.label),
    (AdminRole.SCHOOL_ADMIN.value, AdminRole.SCHOOL_ADMIN.label),
]
"""The roles that an audience can be narrowed to."""


class Publication(models.Model):
    """A text of a school, or of the authority if it has no school.

    Without `published_at` it is a draft. Who wrote it stands in the audit log only.
    """

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    # A function such as “school office”, never looked up anywhere.
    signed_as = models.CharField(_("signed as"), max_length=100, blank=True)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    trashed_at = models.DateTimeField(null=True, editable=False)

    audience: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""), name="%(class)s_has_a_title"
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=models.F("created_at")),
                name="%(class)s_changes_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AudienceRow(models.Model):
    """Some of those to whom something is said; several rows add up.

    Without a school it is the whole authority, without a role everybody there. A group
    stands with the school that it belongs to.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True)
    role = models.CharField(max_length=20, blank=True, choices=ROLES)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["item", "school", "role", "group"],
                name="%(class)s_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(role="") | Q(role__in=[role for role, _label in ROLES]),
                name="%(class)s_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(school__isnull=False),
                name="%(class)s_group_has_a_school",
            ),
        ]
