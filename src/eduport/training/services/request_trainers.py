"""Naming who gives an in-school training, and agrees on the date with the school."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.training.errors import NotPossibleNowError
from eduport.training.models import InSchoolRequest, RequestTrainer
from eduport.training.models.requests import ALIVE
from eduport.training.services.telling_trainers import Change, tell_request_trainers


@transaction.atomic
def name_trainers(
    request_id: int, person_ids: Collection[int], *, by: Actor, at: datetime
) -> InSchoolRequest:
    """Name who looks after a request; who is new or no longer wanted is told.

    Raises NotPossibleNowError for a request that has ended.
    """
    rows = InSchoolRequest.objects.select_related("course", "school", "date__course")
    request = rows.select_for_update(of=["self"]).get(pk=request_id)
    if request.state not in ALIVE:
        raise NotPossibleNowError(state=request.get_state_display())
    named = RequestTrainer.objects.filter(request=request)
    before, wanted = set(named.values_list("person", flat=True)), set(person_ids)
    if before == wanted:
        return request
    named.exclude(person__in=wanted).delete()
    RequestTrainer.objects.bulk_create(
        RequestTrainer(request=request, person_id=person_id)
        for person_id in sorted(wanted - before)
    )
    tell_request_trainers(request, Change.NAMED, wanted - before, at=at)
    tell_request_trainers(request, Change.RELEASED, before - wanted, at=at)
    record("training.request.assigned", request, by=by, at=at)
    return request
