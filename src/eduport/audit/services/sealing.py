"""Sealing entries into a chain, and finding out whether somebody tampered with it."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from eduport.audit.models import Chain, Entry, LogEntry, SecurityEvent
from eduport.audit.rules.chain import START, Value, seal_of

LOGS: tuple[type[Entry], ...] = (LogEntry, SecurityEvent)
BATCH = 5_000
"""Entries that are sealed in one transaction."""

FIELDS = ("action", "subject", "subject_id", "actor", "actor_id", "at")
SEAL = """
UPDATE {table} entry SET place = sealed.place, seal = sealed.seal
FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS sealed (id, place, seal)
WHERE entry.id = sealed.id
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check of one log found; `problem` is empty if all is as it was written."""

    log: str
    entries: int
    last_place: int
    last_seal: str
    problem: str = ""


def seal_all() -> int:
    """Seal what was written since the last time, in all logs; return how many.

    Called every few seconds by the worker. Entries get their place when they are
    sealed and not when they are written: transactions end in another order than they
    begin, and nobody has to wait for anybody.
    """
    return sum(_seal_log(log) for log in LOGS)


def _seal_log(log: type[Entry]) -> int:
    count = 0
    while sealed := _seal_batch(log):
        count += sealed
    return count


@transaction.atomic
def _seal_batch(log: type[Entry]) -> int:
    rows = log.objects.filter(place=None).order_by("pk")
    if not rows.exists():
        return 0
    chain = locked_chain(log)
    place, before = chain.last_place, bytes(chain.last_seal)
    ids, places, seals = [], [], []
    for row in rows.values_list("pk", *FIELDS)[:BATCH]:
        place += 1
        before = seal_of(_key(), before, [log._meta.label, place, *row])
        ids.append(row[0])
        places.append(place)
        seals.append(before)
    if ids:
        with connection.cursor() as cursor:
            statement = SEAL.format(table=log._meta.db_table)
            cursor.execute(statement, [ids, places, seals])
        chain.last_place, chain.last_seal = place, before
        save_chain(chain)
    return len(ids)


def locked_chain(log: type[Entry]) -> Chain:
    """The chain of a log; nobody else seals or purges until the transaction ends."""
    label = log._meta.label
    values = {"last_place": 0, "last_seal": START}
    values |= {"purged_place": 0, "purged_seal": START, "seal": START}
    Chain.objects.bulk_create([Chain(log=label, **values)], ignore_conflicts=True)
    return Chain.objects.select_for_update().get(log=label)


def save_chain(chain: Chain) -> None:
    """Write a chain with its own seal."""
    chain.seal = _seal_of_chain(chain)
    chain.save(force_update=True)


def verify_all() -> list[Finding]:
    """Recalculate all seals of all logs; memory does not grow with the logs."""
    seal_all()
    return [_verify(log) for log in LOGS]


def is_part(end: str) -> bool:
    """Whether an end of a chain, as number:seal, is still part of one.

    Raises nothing: what is not written like an end is part of none.
    """
    place, _, seal = end.partition(":")
    if not place.isdecimal():
        return False
    found = [
        log.objects.filter(place=int(place)).values_list("seal", flat=True).first()
        for log in LOGS
    ]
    return any(one is not None and bytes(one).hex() == seal for one in found)


def _verify(log: type[Entry]) -> Finding:
    with transaction.atomic():
        # Held, so that nothing is sealed or purged while it is read.
        chain = locked_chain(log)
        checked = _Checked(chain.purged_place, bytes(chain.purged_seal))
        problem = _problem_of(chain) or checked.problem_in(log)
        if not problem and checked.place != chain.last_place:
            problem = f"The entries after number {checked.place} are missing."
        if not problem and not _same(checked.seal, chain.last_seal):
            problem = "The end of the chain was changed."
    return Finding(
        log=log._meta.label,
        entries=checked.count,
        last_place=chain.last_place,
        last_seal=bytes(chain.last_seal).hex(),
        problem=problem,
    )


def _problem_of(chain: Chain) -> str:
    is_new = chain.last_place == 0 and not bytes(chain.seal)
    if is_new or _same(_seal_of_chain(chain), chain.seal):
        return ""
    return "The record of where the log begins and ends was changed."


class _Checked:
    """How far a check has come."""

    def __init__(self, place: int, seal: bytes) -> None:
        self.place, self.seal, self.count = place, seal, 0

    def problem_in(self, log: type[Entry]) -> str:
        for place, seal, values in _sealed_rows(log):
            if place != self.place + 1:
                return f"The entry with number {self.place + 1} is missing."
            expected = seal_of(_key(), self.seal, [log._meta.label, place, *values])
            if not _same(expected, seal):
                return f"The entry with number {place} was changed."
            self.place, self.seal, self.count = place, expected, self.count + 1
        return ""


def _sealed_rows(log: type[Entry]) -> Iterator[tuple[int, bytes, list[Value]]]:
    rows = log.objects.filter(place__isnull=False).order_by("place")
    fields = rows.values_list("place", "seal", "pk", *FIELDS)
    for place, seal, *values in fields.iterator(BATCH):
        yield place, bytes(seal), values


def _seal_of_chain(chain: Chain) -> bytes:
    ends: list[Value] = [chain.last_place, bytes(chain.last_seal)]
    starts: list[Value] = [chain.purged_place, bytes(chain.purged_seal)]
    return seal_of(_key(), START, [chain.log, *ends, *starts])


def _same(one: bytes, other: bytes | memoryview) -> bool:
    return hmac.compare_digest(one, bytes(other))


def _key() -> bytes:
    key: str = settings.AUDIT_KEY
    return key.encode()
