"""Who may open the online form besides those who always may."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import NoPersonalData
from eduport.people.models import AdminRole


class CallerRole(models.TextChoices):
    """Who reports by telephone, unless the central team opens the form for them."""

    IT_CONTACT = AdminRole.IT_CONTACT.value, _("IT contacts")
    PRINCIPAL = AdminRole.PRINCIPAL.value, _("heads of schools")


class FormOpening(models.Model):
    """The online form is open to a role. There is a row, or it is not."""

    personal_data = NoPersonalData("a role; who opened it is in the log")

    role = models.CharField(max_length=20, choices=CallerRole, unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=CallerRole.values),
                name="form_opening_role_is_known",
            )
        ]
