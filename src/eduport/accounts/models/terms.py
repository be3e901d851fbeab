"""Terms of use, in all versions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models.accounts import Account
from eduport.core.personal_data import NoPersonalData, PersonalData


class Terms(models.Model):
    """A version of the terms of use. Never edited, only followed by a newer one.

    The texts are plain: an empty line ends a paragraph, `## ` begins a heading.
    """

    personal_data = NoPersonalData("a text for everybody")

    version = models.CharField(_("version"), max_length=20, unique=True)
    valid_from = models.DateTimeField(_("valid from"), unique=True)
    text_de = models.TextField(_("German text"))
    text_en = models.TextField(_("English text"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(version="") & ~Q(text_de="") & ~Q(text_en=""),
                name="terms_are_complete",
            )
        ]

    def __str__(self) -> str:
        return self.version


class TermsAcceptance(models.Model):
    """Who agreed to which version, and when."""

    personal_data = PersonalData(
        what=_("Terms of use that were accepted"),
        purpose=_("Proving consent, and asking again when the terms have changed"),
    )

    # The constraint below begins with the account and serves as its index; terms are
    # never deleted.
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_index=False)
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, db_index=False)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "terms"], name="terms_acceptance_once"
            )
        ]
