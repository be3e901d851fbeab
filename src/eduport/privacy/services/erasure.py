"""The final erasure: whom nobody needs any more is gone the next morning.

A thousand people a transaction, and in the same transaction they are counted: killed
at any moment, the next call goes on, and the certificate is right.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from eduport.accounts.models import Account
from eduport.accounts.services.sessions import end_sessions_of
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.core.personal_data import listed
from eduport.people.models import Person
from eduport.people.services.addresses import lock_addresses
from eduport.privacy.models import ErasureRun
from eduport.privacy.queries.declarations import DOMAINS
from eduport.privacy.queries.erasure import Cutoffs, persons_due, unfinished_run
from eduport.sync.services import personal_data as sync
from eduport.sync.services.runs import only_one_run, resume_runs
from eduport.sync.services.traces import Traces, find_traces

CHUNK = 1000
STRETCH = 25_000
"""So many people are looked for at a time in the journal of the sync: 20 MB."""


def erase_due(
    cutoffs: Cutoffs, *, limit: int, by: Actor, at: datetime
) -> list[ErasureRun]:
    """Erase everybody who is due, at most `limit`; return the certificates.

    One that was killed is finished first, then a new one begins if anybody is due.
    What a killed sync left is finished before, because its plan names people. Raises
    RunInProgressError while the sync is at work; called again, it goes on.
    """
    resume_runs(by=by, at=at)
    resumed = unfinished_run()
    finished = [_work_off(resumed, by=by, at=at)] if resumed else []
    if persons_due(cutoffs, at=at).exists():
        begun = ErasureRun.objects.create(
            started_at=at,
            released_before=cutoffs.released,
            unused_released_before=cutoffs.unused,
            limit=limit,
        )
        finished.append(_work_off(begun, by=by, at=at))
    return finished


def _work_off(run: ErasureRun, *, by: Actor, at: datetime) -> ErasureRun:
    for stretch in _stretches(run, at=at):
        with only_one_run():
            traces = find_traces(stretch)
        for chunk in batched(stretch, CHUNK):
            _erase_chunk(run.pk, chunk, traces, at=at)
    return _finish(run.pk, by=by, at=at)


def _stretches(run: ErasureRun, *, at: datetime) -> Iterator[Sequence[int]]:
    """Whom the run means, the longest waiting first; each of them once."""
    rows = _due(run, at=at).order_by("deletion_released_at", "pk")
    keys = list(rows.values_list("pk", flat=True)[: run.limit - run.people])
    return batched(keys, STRETCH)


def _due(run: ErasureRun, *, at: datetime) -> QuerySet[Person]:
    return persons_due(Cutoffs(run.released_before, run.unused_released_before), at=at)


def batched(person_ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(person_ids), size):
        yield person_ids[start : start + size]


def _erase_chunk(
    run_id: int, wanted: Sequence[int], traces: Traces, *, at: datetime
) -> None:
    # The sync must not plan with people who are gone when the plan is applied.
    with only_one_run(), transaction.atomic():
        lock_addresses()
        run = ErasureRun.objects.select_for_update().get(pk=run_id)
        person_ids = [] if run.is_finished else _still_due(run, wanted, at=at)
        if person_ids:
            counts = Counter(run.counts) + _erase(person_ids, traces, at=at)
            run.counts = dict(counts)
            run.people += len(person_ids)
            run.save(update_fields=["counts", "people"])


def _still_due(run: ErasureRun, wanted: Sequence[int], *, at: datetime) -> list[int]:
    """Those of the chunk, locked: who is being brought back at this moment lives on."""
    rows = _due(run, at=at).filter(pk__in=listed(wanted))
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return list(locked.values_list("pk", flat=True)[: run.limit - run.people])


def _erase(person_ids: Sequence[int], traces: Traces, *, at: datetime) -> Counter[str]:
    """Let every domain erase its part, from the top: what points at others first."""
    accounts = Account.objects.filter(person__in=listed(person_ids))
    # Services hear that the sessions end while tokens still say which services.
    end_sessions_of(list(accounts.values_list("pk", flat=True)), at=at)
    counts: Counter[str] = Counter()
    for domain in DOMAINS.values():
        erase = partial(sync.erase, traces=traces) if domain is sync else domain.erase
        counts.update(erase(person_ids, at=at))
    return counts


@transaction.atomic
def _finish(run_id: int, *, by: Actor, at: datetime) -> ErasureRun:
    run = ErasureRun.objects.select_for_update().get(pk=run_id)
    if not run.is_finished:
        run.finished_at = at
        run.save(update_fields=["finished_at"])
        record("privacy.erasure.finished", run, by=by, at=at)
    return run
