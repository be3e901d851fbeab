"""Publishing and hiding pages at the time that an editor chose."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Revision

from eduport.pages.models import InfoPage

PUBLISHED, HIDDEN = "wagtail.publish.schedule", "wagtail.unpublish.scheduled"


@transaction.atomic
def publish_due(*, at: datetime) -> int:
    """Publish and hide what is due; twice is as once. Returns how many pages that were.

    A second worker passes over what the first is about to do.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=at)
    revisions = due.order_by("approved_go_live_at").select_for_update(
        of=("self",), skip_locked=True
    )
    done = 0
    for revision in revisions:
        revision.publish(log_action=PUBLISHED)
        done += 1
    over = InfoPage.objects.live().filter(expire_at__lte=at)
    for page in over.select_for_update(of=("self",), skip_locked=True):
        page.unpublish(set_expired=True, log_action=HIDDEN)
        done += 1
    return done
