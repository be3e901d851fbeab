"""What `news` gives the shell."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.news.permissions import can_subscribe
from eduport.web.actors import actor_of
from eduport.web.navigation import (
    NavItem,
    NavSection,
    register_account_link,
    register_navigation,
)


@register_navigation
def news_menu(request: HttpRequest) -> Iterator[NavSection]:
    """News and calendar, for everybody who is signed in; it costs no query."""
    if actor_of(request).is_signed_in:
        items = [
            NavItem(_("News"), reverse("news:list"), "campaign"),
            NavItem(_("Calendar"), reverse("news:calendar"), "calendar_month"),
        ]
        yield NavSection(_("Portal"), items, order=0)


@register_account_link
def subscriptions_link(request: HttpRequest) -> Iterator[NavItem]:
    """From the own account to what one subscribed to."""
    if can_subscribe(actor_of(request)):
        label = _("Subscribe to news and events")
        yield NavItem(label, reverse("news:subscriptions"), "newspaper")
