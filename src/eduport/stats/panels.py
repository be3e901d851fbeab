"""What `stats` gives the shell."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.stats.permissions import can_read_statistics
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def statistics_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Reports, for the central team."""
    if can_read_statistics(actor_of(request)):
        item = NavItem(_("Statistics"), reverse("stats:report"), "table_chart")
        yield NavSection(_("Administration"), [item], order=85)
