"""What follows when a page changed: who may read what is below, and the search."""

from datetime import datetime

from django.db import transaction

from eduport.pages.models import InfoPage
from eduport.pages.services.indexing import index_page
from eduport.pages.services.reach import spread_reach
from eduport.pages.services.reviews import note_check


@transaction.atomic
def page_published(page_id: int, *, at: datetime) -> None:
    """Who publishes a page has read it."""
    page_changed(page_id, at=at)
    if page := InfoPage.objects.filter(pk=page_id, live=True).first():
        note_check(page, at=at)


@transaction.atomic
def page_changed(page_id: int, *, at: datetime, has_moved: bool = False) -> None:
    """Bring everything in line with a page that was published, hidden or moved."""
    page = InfoPage.objects.filter(pk=page_id).first()
    if not page:
        return
    changed = spread_reach(page_id)
    below = InfoPage.objects.descendant_of(page, inclusive=True)
    ids = {one.pk for one in changed} | {page_id}
    touched = below if has_moved else below.filter(pk__in=ids)
    for one in touched:
        index_page(one, at=at)
