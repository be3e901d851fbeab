"""Terms of use, in all versions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Terms(models.Model):
    """A version of the terms of use. Never edited, only followed by a newer one.

    The texts are plain: an empty line ends a paragraph, `## ` begins a heading.
    """

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
