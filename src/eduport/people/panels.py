"""The school year that somebody views, and the lines of the menu."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.people.permissions import can_lead_groups, can_manage_groups
from eduport.people.queries.years import (
    VIEWED_YEAR,
    active_year,
    chosen_year,
    known_years,
)
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


def viewed_year(request: HttpRequest) -> int | None:
    """The school year that this administrator looks at; without a choice the active.

    None before the first roster.
    """
    chosen = chosen_year(request.session)
    return chosen if chosen is not None else active_year()


def view_year(request: HttpRequest, year: int) -> None:
    """Let this administrator look at a year. Nobody else notices."""
    if year == active_year():
        request.session.pop(VIEWED_YEAR, None)
    elif year in known_years():
        request.session[VIEWED_YEAR] = year


@register_navigation
def groups_menu(request: HttpRequest) -> Iterable[NavSection]:
    """The lines “Groups” and “School year”, or “My groups” of the staff."""
    actor = actor_of(request)
    if can_manage_groups(actor):
        items = [
            NavItem(_("Groups"), reverse("people:groups"), "groups"),
            NavItem(_("School year"), reverse("people:years"), "calendar_month"),
        ]
        return [NavSection(_("Administration"), items, order=80)]
    if can_lead_groups(actor):
        item = NavItem(_("My groups"), reverse("people:my_groups"), "groups")
        return [NavSection(_("School"), [item], order=60)]
    return []
