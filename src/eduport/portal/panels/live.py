"""Parts of the information site that are always up to date."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.accounts.queries import current_terms
from eduport.pages.types import register_live_block
from eduport.people.models import School
from eduport.people.models.rights import ROLES
from eduport.people.queries.addresses import address_explained
from eduport.people.queries.rights import ROLE_ORDER, table_of_rights
from eduport.portal.queries import contacts_of, feeds_visible_to
from eduport.stats.queries.visits import counted_today
from eduport.stats.types import VisitKind
from eduport.status.queries import current_board
from eduport.status.queries.desk import planned_windows
from eduport.support.permissions import can_report_online, is_entitled_reporter
from eduport.training.queries.catalogue import upcoming_dates
from eduport.web.actors import actor_of

Values = dict[str, Any]
LONGEST = 100
# A nightly feed that has brought nothing for so long has missed a night.
OVERDUE = timedelta(hours=36)


def live(name: str, label: Any) -> Callable[[Callable[[HttpRequest], Values]], Any]:
    """Offer a block that is drawn by `portal/live/<name>.html`."""

    def decorate(values: Callable[[HttpRequest], Values]) -> Any:
        template = f"portal/live/{name}.html"

        def render(request: HttpRequest) -> str:
            return render_to_string(template, values(request), request)

        register_live_block(name, label, render)
        return values

    return decorate


@live("next-maintenance", _("the next maintenance"))
def next_maintenance(request: HttpRequest) -> Values:
    """When something will not work next."""
    return {"planned": planned_windows(timezone.now())[:1]}


@live("status-now", _("state of the services now"))
def status_now(request: HttpRequest) -> Values:
    """How everything is at the moment."""
    now = timezone.now()
    board = current_board(now)
    return {"open": [one for one in board.incidents if one.is_open]}


@live("my-school-admins", _("whom to ask at the own school"))
def my_school_admins(request: HttpRequest) -> Values:
    """The contacts of the own schools; visitors are told to sign in."""
    actor = actor_of(request)
    is_in = actor.is_signed_in
    return {"is_signed_in": is_in, "contacts": contacts_of(actor) if is_in else []}


@live("address-preview", _("what my address would be"))
def address_preview(request: HttpRequest) -> Values:
    """The rules of addresses, tried with a name. Nobody is looked up."""
    given, family, call, code = (
        request.GET.get(field, "").strip()[:LONGEST]
        for field in ("given", "family", "call", "code")
    )
    typed = {"given": given, "family": family, "call": call, "code": code}
    if not family and not given:
        return {"typed": typed}
    found = address_explained(given, family, call)
    school = School.objects.filter(code=code.lower()).select_related("authority")
    return {
        "typed": typed,
        "is_tried": True,
        "local_part": found.local_part,
        "reasons": [REASONS[reason] for reason in found.reasons],
        "domain": next((one.mail_domain for one in school), ""),
    }


REASONS = {
    "call_name": _("The call name counts, in place of the given names."),
    "first_given_name": _("Of several given names only the first counts."),
    "hyphen": _("A hyphen stays: a name with a hyphen is one name."),
    "umlauts": _("ä, ö and ü become ae, oe and ue, and ß becomes ss."),
    "letters": _("Other letters become those from a to z that stand for them."),
    "joined": _("A surname of several parts is written as one word."),
    "signs": _("Apostrophes, dots and titles are left out."),
    "cut": _("The name is so long that it is shortened."),
}


@live("role-table", _("who may do what"))
def role_table(request: HttpRequest) -> Values:
    """The table of rights as it holds at all schools."""
    labels = dict(ROLES)
    return {
        "columns": [labels[role] for role in ROLE_ORDER],
        "rows": [
            (row.right.label, [row.decisions[role].is_allowed for role in ROLE_ORDER])
            for row in table_of_rights(None)
        ],
    }


@live("feed-state", _("the last synchronisation"))
def feed_state(request: HttpRequest) -> Values:
    """When the feeds last brought anything, for those who look after schools."""
    feeds = feeds_visible_to(actor_of(request))
    overdue_at = timezone.now() - OVERDUE
    return {"may_see": feeds is not None, "feeds": feeds, "overdue_at": overdue_at}


@live("terms", _("the terms of use that hold now"))
def terms(request: HttpRequest) -> Values:
    """The text that everybody agrees to."""
    found = current_terms(timezone.now())
    lines = found.text_de.split("\n\n") if found else []
    parts = [(part.startswith("## "), part.removeprefix("## ")) for part in lines]
    return {"terms": found, "parts": parts}


@live("spoc-contacts", _("how to reach the service desk"))
def spoc_contacts(request: HttpRequest) -> Values:
    """Telephone and form, for those who may report; others learn whom to ask."""
    actor = actor_of(request)
    is_entitled = actor.is_signed_in and is_entitled_reporter(actor)
    return {
        "is_entitled": is_entitled,
        "phone": settings.EDUPORT.service_desk_phone if is_entitled else "",
        "can_report": is_entitled and can_report_online(actor),
    }


@live("training-dates", _("the next dates of training"))
def training_dates(request: HttpRequest) -> Values:
    """What can be booked next; no names, and no links to take part."""
    return {"dates": upcoming_dates(at=timezone.now())}


@live("statistics", _("visits of today"))
def statistics(request: HttpRequest) -> Values:
    """What may be shown of today's visits."""
    counts = counted_today(timezone.localdate())
    return {"rows": [(VisitKind(kind).label, n) for kind, n in counts.items()]}
