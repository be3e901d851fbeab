"""New texts of the software for pages that an editor changed."""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.pages.errors import NothingOfferedError
from eduport.pages.models import Shipped
from eduport.pages.services.loading import put_in


@transaction.atomic
def take_over(row: Shipped, *, by: Actor, at: datetime) -> None:
    """Put the offered text into the page, as a version that can be taken back."""
    row = _locked(row)
    if row.page is None or row.offer is None:
        raise NothingOfferedError
    put_in(row, row.offer, row.offered)
    record("pages.offer.taken", row.page, by=by, at=at)


@transaction.atomic
def dismiss_offer(row: Shipped, *, by: Actor, at: datetime) -> None:
    """Keep the page as it is; the same text is not offered again."""
    row = _locked(row)
    if not row.offered:
        raise NothingOfferedError
    row.dismissed = row.offered
    row.offered, row.offer, row.offered_at = "", None, None
    row.save()
    record("pages.offer.dismissed", row.page or row, by=by, at=at)


def _locked(row: Shipped) -> Shipped:
    return Shipped.objects.select_for_update(of=("self",)).get(pk=row.pk)
