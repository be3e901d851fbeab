"""One-time codes with which somebody signs in for the first time."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models.accounts import Account
from eduport.core.personal_data import PersonalData


class ActivationCode(models.Model):
    """The present code of an account; a new one replaces it, its use deletes it."""

    personal_data = PersonalData(
        what=_("Activation code for the first sign-in, only as a hash"),
        purpose=_("The first sign-in"),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="activation_code_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="activation_code_expires_after_issue",
            ),
        ]
