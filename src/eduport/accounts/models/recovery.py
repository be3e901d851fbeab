"""How somebody who forgot the password gets in again: a private address, and links."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models.accounts import Account
from eduport.core.encryption import decrypt
from eduport.core.personal_data import PersonalData, Retention

PURPOSE = "eduport.accounts.recovery"
IS_DIGEST = Q(digest__regex=r"^[0-9a-f]{64}$")


class RecoveryAddress(models.Model):
    """The confirmed private address of an account. Encrypted; no service learns it."""

    personal_data = PersonalData(
        what=_("Recovery address, encrypted"),
        purpose=_("Getting in again when the password is forgotten"),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    encrypted = models.TextField(editable=False)
    confirmed_at = models.DateTimeField()

    @property
    def address(self) -> str:
        return decrypt(self.encrypted, purpose=PURPOSE)


class PendingRecoveryAddress(models.Model):
    """An address that its owner has still to confirm. A later one replaces it."""

    personal_data = PersonalData(
        what=_("Recovery address that is not confirmed yet, encrypted"),
        purpose=_("Making sure that the address is the owner's"),
        retention=Retention(
            task="purge_sign_ins_task",
            since="expires_at",
            text=_("until it is confirmed; unused, until the link expires"),
        ),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    encrypted = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=IS_DIGEST, name="pending_recovery_address_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("asked_at")),
                name="pending_recovery_address_expires_later",
            ),
        ]

    @property
    def address(self) -> str:
        return decrypt(self.encrypted, purpose=PURPOSE)


class PasswordResetLink(models.Model):
    """A link with which a new password can be chosen, once.

    Several may be good at a time: whoever asks again does not spoil the first mail.
    """

    personal_data = PersonalData(
        what=_("Links for a new password, only as hashes"),
        purpose=_("Getting in again when the password is forgotten"),
        retention=Retention(
            task="purge_sign_ins_task",
            since="expires_at",
            text=_("until it is used; unused, until it expires"),
        ),
    )

    uid = models.UUIDField(unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=IS_DIGEST, name="password_reset_link_is_hashed"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")),
                name="password_reset_link_expires_later",
            ),
        ]
