"""The school year that somebody views, and the lines of the menu."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.people.permissions import can_lead_groups, can_manage_groups
from eduport.people.queries.years import active_year, known_years
from eduport.people.rules.years import year_name
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation

VIEWED_YEAR = "people:viewed_year"


@dataclass(frozen=True, slots=True)
class YearChoice:
    """A school year that can be viewed."""

    year: int
    name: str
    is_active: bool
    is_viewed: bool


def viewed_year(request: HttpRequest) -> int | None:
    """The school year that this administrator looks at; without a choice the active.

    None before the first roster. Another year is viewed until the session ends, or
    until it is chosen again.
    """
    chosen: int | None = request.session.get(VIEWED_YEAR)
    return chosen if chosen is not None else active_year()


def view_year(request: HttpRequest, year: int) -> None:
    """Let this administrator look at a year. Nobody else notices."""
    if year == active_year():
        request.session.pop(VIEWED_YEAR, None)
    elif year in known_years():
        request.session[VIEWED_YEAR] = year


def year_choices(request: HttpRequest) -> list[YearChoice]:
    """The years to choose from; draw them with `people/_viewed_year.html`."""
    viewed, active = viewed_year(request), active_year()
    return [
        YearChoice(year, year_name(year), year == active, year == viewed)
        for year in known_years()
    ]


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
