"""Keeping what somebody began to report. Nothing of it stands in a log."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from eduport.core.actor import Actor
from eduport.support.models import ReportDraft, Ticket
from eduport.support.models.drafts import DRAFT_DAYS
from eduport.support.types import DraftValues


@transaction.atomic
def save_draft(
    values: Mapping[str, DraftValues],
    *,
    question: Ticket | None,
    by: Actor,
    at: datetime,
) -> ReportDraft | None:
    """Keep the form as it is; it replaces the draft before. Nothing typed: no draft."""
    if not by.person_id or not any(values.get(name) for name in ("subject", "text")):
        return None
    draft, _is_new = ReportDraft.objects.update_or_create(
        person_id=by.person_id,
        defaults={"values": dict(values), "question": question, "saved_at": at},
    )
    return draft


def discard_draft(*, by: Actor) -> None:
    """It was sent, or is not wanted any more."""
    ReportDraft.objects.filter(person=by.person_id).delete()


def purge_drafts(*, at: datetime) -> int:
    """Forget what nobody went on with; return how many."""
    before = at - timedelta(days=DRAFT_DAYS)
    count, _of_each = ReportDraft.objects.filter(saved_at__lt=before).delete()
    return count
