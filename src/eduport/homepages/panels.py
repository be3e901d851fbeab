"""What `homepages` gives the shell."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.people.models import AdminRole
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection, register_navigation

EDITORS = {AdminRole.SCHOOL_ADMIN, AdminRole.CENTRAL_TEAM}


@register_navigation
def homepages_menu(request: HttpRequest) -> Iterator[NavSection]:
    """The school's page, for those who surely edit it: that costs no query."""
    actor = actor_of(request)
    if EDITORS & actor.roles:
        item = NavItem(_("School homepage"), reverse("homepages:choose"), "public")
        yield NavSection(_("Administration"), [item], order=85)
