"""What `training` puts into the menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.training.permissions import (
    can_approve,
    can_ask,
    can_book,
    can_plan,
)
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def training_menu(request: HttpRequest) -> Iterator[NavSection]:
    """The catalogue for staff, what heads decide, planning for the central team."""
    actor = actor_of(request)
    items = []
    if can_book(actor):
        items.append(
            NavItem(_("Training"), reverse("training:catalogue"), "local_library")
        )
        items.append(NavItem(_("My training"), reverse("training:own"), "event"))
    if can_approve(actor):
        items.append(
            NavItem(
                _("Training to approve"), reverse("training:approvals"), "fact_check"
            )
        )
    if can_ask(actor):
        items.append(
            NavItem(_("In-school training"), reverse("training:requests"), "school")
        )
    if can_plan(actor):
        items.append(
            NavItem(_("Plan training"), reverse("training:desk"), "calendar_month")
        )
    if items:
        yield NavSection(_("Training"), items, order=60)
