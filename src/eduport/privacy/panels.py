"""What privacy puts into the menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.privacy.permissions import can_see_privacy
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection


def privacy_menu(request: HttpRequest) -> Iterator[NavSection]:
    """What is stored and erased, for the central team."""
    if can_see_privacy(actor_of(request)):
        item = NavItem(_("Processing activities"), reverse("privacy:record"), "policy")
        yield NavSection(_("Administration"), [item], order=80)
