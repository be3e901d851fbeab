"""What privacy puts into menus, and on the page of the own account."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.privacy.permissions import can_see_privacy
from eduport.privacy.queries.record import lines_of
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection


def privacy_menu(request: HttpRequest) -> Iterator[NavSection]:
    """What is stored and erased, for the central team."""
    if not can_see_privacy(actor_of(request)):
        return
    items = [
        NavItem(_("Processing activities"), reverse("privacy:record"), "fact_check"),
        NavItem(_("Final erasure"), reverse("privacy:erasures"), "delete"),
    ]
    yield NavSection(_("Administration"), items, order=80)


def retention_table(request: HttpRequest) -> str:
    """For the information site: what is kept for how long, as it is set now."""
    lines = lines_of(settings.EDUPORT)
    return render_to_string("privacy/retention.html", {"lines": lines}, request)


def own_data_link(request: HttpRequest) -> Iterator[NavItem]:
    """The way from the own account to all that is stored about oneself."""
    if actor_of(request).is_signed_in:
        yield NavItem(_("My data"), reverse("privacy:own_data"), "badge")
