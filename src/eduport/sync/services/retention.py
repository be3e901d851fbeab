"""Removing what runs remember of people when its time is over.

The run itself stays, with its numbers: it names nobody but who started it.
"""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.sync.models import MOVING, SyncRun


def purge_journals(*, before: datetime, by: Actor, at: datetime) -> int:
    """Remove changes and issues of all runs that ended before; return how many runs.

    One transaction a run: killed at any moment, the next call goes on. What is held
    for so long is dropped with them.
    """
    old = SyncRun.objects.filter(journal_purged_at=None, finished_at__lt=before)
    runs = list(old.exclude(state__in=MOVING).order_by("pk"))
    for run in runs:
        _purge(run, by=by, at=at)
    return len(runs)


@transaction.atomic
def _purge(run: SyncRun, *, by: Actor, at: datetime) -> None:
    run.change_set.all().delete()
    run.rowissue_set.all().delete()
    run.journal_purged_at = at
    run.save(update_fields=["journal_purged_at"])
    record("sync.run.purged", run, by=by, at=at)
