"""What the pages of training have in common."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

FORM = "training/form.html"
"""A form with the way to it."""
GIVEN = gettext_lazy("Training that I give")
Crumb = tuple[StrOrPromise, str]


def training_crumbs(*further: Crumb) -> list[Crumb]:
    """The way from the catalogue to a page."""
    return [(_("Training"), reverse("training:catalogue")), *further]


def desk_crumbs(*further: Crumb) -> list[Crumb]:
    """The way from the plan to a page."""
    return [(_("Plan training"), reverse("training:desk")), *further]
