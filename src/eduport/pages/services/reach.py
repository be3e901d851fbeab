"""A page is never open to more people than the one above it."""

from django.db import transaction

from eduport.core.audience import Audience
from eduport.pages.models import InfoPage


@transaction.atomic
def spread_reach(page_id: int) -> list[InfoPage]:
    """Bring a page and all below it in line. Returns those that changed.

    Needed when the audience of a page changes, and when it is moved.
    """
    top = InfoPage.objects.filter(pk=page_id).first()
    if not top:
        return []
    place = top.path[: -InfoPage.steplen]
    above = InfoPage.objects.filter(path=place).first()
    reach = {place: Audience(above.reach if above else Audience.PUBLIC)}
    changed = []
    for page in InfoPage.objects.descendant_of(top, inclusive=True).order_by("path"):
        limit = reach.get(page.path[: -InfoPage.steplen], Audience.PUBLIC)
        right = page.audience_within(limit)
        reach[page.path] = right
        if page.reach != right:
            page.reach = right
            changed.append(page)
    # Past `save`, which would write whole pages and send signals.
    InfoPage.objects.bulk_update(changed, ["reach"])
    return changed
