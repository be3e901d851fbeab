"""What `gateway` puts into the menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.gateway.permissions import can_manage_gateway
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation


@register_navigation
def gateway_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Tokens and webhooks of other systems, for the central team."""
    if can_manage_gateway(actor_of(request)):
        items = [
            NavItem(_("Other systems"), reverse("gateway:tokens"), "key"),
            NavItem(_("Webhooks"), reverse("gateway:endpoints"), "link"),
        ]
        yield NavSection(_("Administration"), items, order=86)
