"""What `pages` gives the shell and the editor."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from eduport.pages.permissions import can_edit_pages
from eduport.web.actors import actor_of
from eduport.web.csp import register_policy
from eduport.web.navigation import NavItem, NavSection, register_navigation

# Wagtail draws with inline styles, starts pickers with inline scripts, and shows the
# preview in a frame. Nothing comes from elsewhere, here neither.
register_policy(
    "/cms-admin/",
    {
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
    },
)
# Remarks of the editor on itself, and on people who approve.
LEFT_OUT = {"help", "reports", "settings"}


@register_navigation
def pages_menu(request: HttpRequest) -> Iterator[NavSection]:
    """The information site for everybody, and its editor for editors."""
    actor = actor_of(request)
    if not actor.is_signed_in:
        return
    site = NavItem(_("Information"), "/info/", "menu_book")
    yield NavSection(_("Portal"), [site], order=0)
    if can_edit_pages(actor):
        item = NavItem(_("Edit pages"), reverse("wagtailadmin_home"), "edit")
        yield NavSection(_("Administration"), [item], order=88)


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # has no types
def plain_menu(_request: HttpRequest, items: list[Any]) -> None:
    """Pages, pictures and files: what editors need."""
    items[:] = [item for item in items if item.name not in LEFT_OUT]
