"""Hand out letters for a large school, in a process of its own, and print the time."""

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from eduport.ops.startup import prepare

prepare()

# Django first: models cannot be imported before it has started.
# ruff: noqa: E402
from eduport.accounts.models import Account, AccountKind
from eduport.administration.rules.sealing import new_key_pair
from eduport.administration.services.handouts import ask_for_handout, fetch_handout
from eduport.administration.services.producing import produce_handout
from eduport.administration.types import HandoutForm, HandoutOrder, SecretKind
from eduport.core.actor import Actor
from eduport.people.models import Person

PEOPLE = 2500


@dataclass(frozen=True)
class Handed:
    """Seconds in the background and in the request, the file, the process's memory."""

    made: float
    fetched: float
    megabytes: float
    memory: float


def main() -> None:
    """The argument is what people get: `code` or `password`."""
    kind = SecretKind(sys.argv[1])
    everyday = Account.objects.filter(kind=AccountKind.PERSON, disabled_at=None)
    asker = everyday.order_by("pk").values_list("pk", flat=True)[0]
    chosen = everyday.exclude(pk=asker).order_by("person__home_school", "pk")
    ids = list(chosen.values_list("person", flat=True)[:PEOPLE])
    by, key = Actor("bench", asker), new_key_pair()
    handout = ask_for_handout(
        Person.objects.filter(pk__in=ids),
        HandoutOrder(kind, HandoutForm.LETTERS),
        public_key=key.public,
        by=by,
        at=now(),
    )
    start = time.perf_counter()
    produce_handout(handout.pk, clock=now)
    made = time.perf_counter() - start
    file = fetch_handout(handout, secret=key.secret, file_password="", by=by, at=now())
    fetched = time.perf_counter() - start - made
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    handed = Handed(made, fetched, len(file.content) / 1e6, memory)
    json.dump(asdict(handed), sys.stdout)


def now() -> datetime:
    return datetime.now(UTC)
