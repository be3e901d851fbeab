"""What `pages` gives the shell and the editor."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from eduport.pages.models import InfoPage
from eduport.pages.permissions import can_edit_pages
from eduport.pages.queries.schools import is_trunk
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
        items = [
            NavItem(_("Edit pages"), reverse("wagtailadmin_home"), "edit"),
            NavItem(_("Look after pages"), reverse("pages:desk"), "fact_check"),
        ]
        yield NavSection(_("Administration"), items, order=88)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # has no types
def desk_item() -> MenuItem:
    """From the editor to what waits for editors."""
    return MenuItem(
        gettext_lazy("Look after pages"),
        reverse_lazy("pages:desk"),
        name="desk",
        icon_name="tasks",
        order=900,
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # has no types
def portal_item() -> MenuItem:
    """Out of the editor again."""
    return MenuItem(
        gettext_lazy("Back to the portal"),
        reverse_lazy("wagtail_serve", args=("",)),
        name="portal",
        icon_name="home",
        order=950,
    )


@hooks.register("before_delete_page")  # type: ignore[untyped-decorator]  # has no types
@hooks.register("before_unpublish_page")  # type: ignore[untyped-decorator]  # has no types
def keep_the_trunk(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What the site hangs on stays: the start, and the places of the schools."""
    found = InfoPage.objects.filter(pk=page.pk).first()
    if not found or not is_trunk(found):
        return None
    messages.error(
        request, _("The site hangs on this page. It can be changed, but not removed.")
    )
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]  # has no types
def our_colours() -> SafeString:
    """The editor belongs to the portal."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/editor.css"))


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # has no types
def plain_menu(_request: HttpRequest, items: list[Any]) -> None:
    """Pages, pictures and files: what editors need."""
    items[:] = [item for item in items if item.name not in LEFT_OUT]
