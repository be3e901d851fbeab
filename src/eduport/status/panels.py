"""What `status` gives the shell, and the policy of the banner for homepages."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.status.permissions import can_choose_mail, can_manage_status
from eduport.web.actors import actor_of
from eduport.web.csp import register_policy
from eduport.web.navigation import (
    NavItem,
    NavSection,
    register_account_link,
    register_navigation,
)

# Any school's homepage may show the banner; there is nothing to click in it but a link.
register_policy(
    "/status/banner/",
    {"frame-ancestors": "*", "script-src": "'none'", "form-action": "'none'"},
)


@register_navigation
def status_menu(request: HttpRequest) -> Iterator[NavSection]:
    """Managing the status page, for the central team and the service desk."""
    if can_manage_status(actor_of(request)):
        item = NavItem(
            _("State of the services"), reverse("status:desk"), "monitor_heart"
        )
        yield NavSection(_("Administration"), [item], order=85)


@register_account_link
def mail_link(request: HttpRequest) -> Iterator[NavItem]:
    """From the own account to the mail that one wants."""
    if can_choose_mail(actor_of(request)):
        yield NavItem(
            _("Mail about the state of the services"), reverse("status:mail"), "mail"
        )
