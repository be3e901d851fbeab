"""Removing entries whose time is over, from the beginning of the chain."""

from datetime import datetime
from itertools import takewhile

from django.db import connection, transaction

from eduport.audit.models import Entry
from eduport.audit.services.sealing import BATCH, locked_chain, save_chain, seal_all

DELETE = "DELETE FROM {table} WHERE place <= %s"


def purge_log(log: type[Entry], *, before: datetime) -> int:
    """Remove what was written before; return how many entries.

    Only from the beginning and one batch a transaction: killed at any moment, what is
    left is a whole chain. An old entry behind a younger one goes with that one.
    """
    seal_all()
    count = 0
    while removed := _purge_batch(log, before):
        count += removed
    return count


@transaction.atomic
def _purge_batch(log: type[Entry], before: datetime) -> int:
    chain = locked_chain(log)
    oldest = log.objects.filter(place__gt=chain.purged_place).order_by("place")
    rows = oldest.values_list("place", "seal", "at")[:BATCH]
    old = list(takewhile(lambda row: row[2] < before, rows))
    if not old:
        return 0
    with connection.cursor() as cursor:
        # The table refuses to lose rows unless it is told why, see the migration.
        cursor.execute("SET LOCAL eduport.purges_log = 'yes'")
        cursor.execute(DELETE.format(table=log._meta.db_table), [old[-1][0]])
        cursor.execute("SET LOCAL eduport.purges_log = ''")
    place, seal, _ = old[-1]
    # What is sealed has a place; the column allows none for what is not.
    chain.purged_place, chain.purged_seal = place or 0, seal
    save_chain(chain)
    return len(old)
