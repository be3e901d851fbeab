"""What inquiries put into the menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.inquiries.permissions import can_ask
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def inquiries_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Reading the log together, for the central team."""
    if can_ask(actor_of(request)):
        item = NavItem(_("Log"), reverse("inquiries:inquiries"), "history")
        yield NavSection(_("Administration"), [item], order=85)
