"""The keys that sign what we say about people."""

from django.db import models
from django.db.models import Q

from eduport.core.personal_data import NoPersonalData


class KeyState(models.TextChoices):
    """A key is published before it signs and after it signed."""

    NEXT = "next", "next"
    ACTIVE = "active", "active"
    RETIRED = "retired", "retired"


class SigningKey(models.Model):
    """An RSA key, encrypted with a key that is not in the database."""

    personal_data = NoPersonalData("a key of the portal")

    kid = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=KeyState)
    encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=[KeyState.NEXT, KeyState.ACTIVE]),
                name="signing_key_one_next_one_active",
            ),
            models.CheckConstraint(
                condition=Q(state__in=KeyState.values),
                name="signing_key_state_is_known",
            ),
        ]
