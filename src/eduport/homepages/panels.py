"""What `homepages` gives the shell, and a block of the information site."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eduport.pages.types import register_live_block
from eduport.people.models import AdminRole
from eduport.stats.queries.visits import counted_today
from eduport.stats.types import VisitKind
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


def counted_today_block(request: HttpRequest) -> str:
    """What may be shown of today's visits, for a page of the information site."""
    counts = counted_today(timezone.localdate())
    rows = [(VisitKind(kind).label, count) for kind, count in counts.items()]
    template = "homepages/live_statistics.html"
    return render_to_string(template, {"rows": rows}, request)


register_live_block("statistics", gettext_lazy("visits of today"), counted_today_block)
