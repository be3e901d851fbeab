"""For whom something is meant that belongs to no school: circles within circles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may read a page, from everybody to the fewest."""

    PUBLIC = "public", _("everybody, also without login")
    SIGNED_IN = "signed_in", _("everybody with an account")
    STAFF = "staff", _("staff of schools and of the authority")
    ADMINS = "admins", _("Admin-Accounts")


WIDEST_FIRST = tuple(Audience)
"""All audiences; each holds only people of the one before."""


def narrower(one: Audience, other: Audience) -> Audience:
    """The smaller of two audiences, for what lies inside something else."""
    return max(one, other, key=WIDEST_FIRST.index)
