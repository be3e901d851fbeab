"""What `portal` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    part_of,
)
from eduport.portal.models import TilePreference

ACTIVITY = Activity(
    title=_("Start page"),
    purpose=_("Finding the services of the own school"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an account"),
    recipients=_("None"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
PREFERENCE = {
    "account__username": _("login"),
    "tile__title_de": _("tile"),
    "is_hidden": _("hidden"),
    "is_favourite": _("favourite"),
    "position": _("position"),
}


def export(person_id: int) -> list[Part]:
    """How a person arranged the tiles."""
    rows = TilePreference.objects.filter(account__person=person_id)
    return [part_of(rows.order_by("pk"), PREFERENCE)]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase how these persons arranged the tiles."""
    keys = listed(person_ids)
    return delete_rows(TilePreference.objects.filter(account__person__in=keys))
