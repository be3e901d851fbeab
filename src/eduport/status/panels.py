"""What `status` gives the shell, and the policy of the banner for homepages."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.status.permissions import can_manage_status
from eduport.web.actors import actor_of
from eduport.web.csp import register_policy
from eduport.web.navigation import NavItem, NavSection, register_navigation

# Any school's homepage may show the banner; there is nothing to click in it but a link.
register_policy(
    "/status/banner/",
    {"frame-ancestors": "*", "script-src": "'none'", "form-action": "'none'"},
)


@register_navigation
def status_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Managing the status page, for the central team and the service desk."""
    if can_manage_status(actor_of(request)):
        item = NavItem(_("State of the services"), reverse("status:desk"), "warning")
        yield NavSection(_("Administration"), [item], order=85)
