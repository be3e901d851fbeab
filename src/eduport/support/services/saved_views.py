"""Views of the queue that people of the desk save for themselves and each other."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.support.models import SavedView

FILTERS = ("q", "view", "state", "priority", "component", "team", "sort")
"""What a view keeps of an address."""


@transaction.atomic
def save_view(
    name: str, query: str, *, is_shared: bool, by: Actor, at: datetime
) -> SavedView:
    """Keep filters under a name; the own view of the same name is replaced."""
    kept = [pair for pair in parse_qsl(query) if pair[0] in FILTERS]
    view, _is_new = SavedView.objects.update_or_create(
        owner_id=by.person_id or 0,
        name=name,
        defaults={"query": urlencode(kept)[:500], "is_shared": is_shared},
    )
    record("support.view.saved", view, by=by, at=at)
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor, at: datetime) -> None:
    """Remove a view; the reports stay where they are."""
    record("support.view.removed", view, by=by, at=at)
    view.delete()
