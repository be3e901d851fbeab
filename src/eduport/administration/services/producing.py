"""Making the file of a handout, in the background.

Secrets exist only in the memory of the process that draws them, and in the sealed file.
A killed worker leaves nothing behind: the next one begins again, with other secrets.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from eduport.accounts.models import Account
from eduport.accounts.services.activation import draft_code, lifetime
from eduport.accounts.services.passwords import draft_password
from eduport.administration.formats.letters import LetterWriter
from eduport.administration.formats.slips import SlipWriter
from eduport.administration.formats.workbooks import CsvWriter, WorkbookWriter
from eduport.administration.models import (
    UNDER_WAY,
    Handout,
    HandoutFile,
    HandoutState,
)
from eduport.administration.queries.handouts import Addressee, addressees_of
from eduport.administration.rules.sealing import seal
from eduport.administration.types import (
    HandoutForm,
    HandoutWriter,
    Occasion,
    SecretKind,
)

Clock = Callable[[], datetime]

CHUNK = 25
"""People between two signs of life: half a second with passwords."""

THREADS = 2
"""Hashing leaves the other cores to those who are signing in."""

ABANDONED_AFTER = timedelta(minutes=1)
LOCK_CLASS = 7_358_002
"""With the handout's key it makes PostgreSQL's advisory lock of whoever works on it."""

WRITERS: dict[HandoutForm, Callable[..., HandoutWriter]] = {
    HandoutForm.LETTERS: LetterWriter,
    HandoutForm.SLIPS: SlipWriter,
    HandoutForm.WORKBOOK: WorkbookWriter,
    HandoutForm.ARCHIVE: CsvWriter,
}
DRAFTS: dict[SecretKind, Callable[[Account], tuple[str, str]]] = {
    SecretKind.CODE: draft_code,
    SecretKind.PASSWORD: draft_password,
}
_STORE = """
UPDATE administration_handoutentry entry
   SET stored = made.stored
  FROM unnest(%s::bigint[], %s::text[]) AS made (account_id, stored)
 WHERE entry.handout_id = %s AND entry.account_id = made.account_id
"""


class StoppedError(Exception):
    """Somebody cancelled it meanwhile."""


class Made(NamedTuple):
    """A file, and how its secrets are stored, by account."""

    content: bytes
    stored: dict[int, str]


def produce_handout(handout_id: int, *, clock: Clock) -> bool:
    """Draw the file and seal it; True if it is ready to be fetched now.

    Does nothing if another worker is at it or if it was cancelled. Begins anew if a
    worker was killed: its secrets were never in force, and nobody saw them.
    """
    with _alone_with(handout_id) as is_alone:
        handout = _begin(handout_id, at=clock()) if is_alone else None
        if handout is None:
            return False
        try:
            _finish(handout, _make(handout, clock), at=clock())
        except StoppedError:
            return False
        except Exception:
            _fail(handout, at=clock())
            raise
        return True


@contextmanager
def _alone_with(handout_id: int) -> Iterator[bool]:
    """Hold the lock, which is freed when the process dies, or learn who has it."""
    with connection.cursor() as cursor:
        key = [LOCK_CLASS, handout_id]
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        is_alone = bool(cursor.fetchone()[0])
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _begin(handout_id: int, *, at: datetime) -> Handout | None:
    waiting = Handout.objects.filter(pk=handout_id, state__in=UNDER_WAY)
    if not waiting.update(state=HandoutState.RUNNING, done=0, seen_at=at):
        return None
    return Handout.objects.get(pk=handout_id)


def _make(handout: Handout, clock: Clock) -> Made:
    """Draw everybody, in the language of the schools."""
    language = settings.LANGUAGE_CODE
    draft = DRAFTS[SecretKind(handout.secret_kind)]
    stored: dict[int, str] = {}
    with translation.override(language), ThreadPoolExecutor(THREADS) as pool:
        make_writer = WRITERS[HandoutForm(handout.form)]
        writer = make_writer(occasion_of(handout), language=language)
        for group in _groups(addressees_of(handout)):
            writer.begin_group([one.recipient for one in group])
            for chunk in _chunks(group):
                drafts = pool.map(draft, [one.account for one in chunk])
                for one, (secret, kept) in zip(chunk, drafts, strict=True):
                    writer.add(one.recipient, secret)
                    stored[one.account.pk] = kept
                _beat(handout, done=len(stored), at=clock())
        return Made(writer.finished(), stored)


def occasion_of(handout: Handout) -> Occasion:
    """What the file says to everybody."""
    is_code = handout.secret_kind == SecretKind.CODE
    path = reverse("accounts:activate" if is_code else "account_login")
    expires_at = handout.asked_at + lifetime()
    return Occasion(
        secret_kind=SecretKind(handout.secret_kind),
        page=f"{settings.EDUPORT.public_url}{path}",
        issued_on=localdate(handout.asked_at),
        expires_on=localdate(expires_at) if is_code else None,
        must_change=handout.must_change,
        authority=settings.EDUPORT.authority_name,
    )


def _groups(addressees: list[Addressee]) -> Iterator[list[Addressee]]:
    key = attrgetter("recipient.school", "recipient.group")
    for _, group in groupby(addressees, key=key):
        yield list(group)


def _chunks(group: list[Addressee]) -> Iterator[list[Addressee]]:
    for start in range(0, len(group), CHUNK):
        yield group[start : start + CHUNK]


def _beat(handout: Handout, *, done: int, at: datetime) -> None:
    running = Handout.objects.filter(pk=handout.pk, state=HandoutState.RUNNING)
    if not running.update(done=done, seen_at=at):
        raise StoppedError


@transaction.atomic
def _finish(handout: Handout, made: Made, *, at: datetime) -> None:
    running = Handout.objects.filter(pk=handout.pk, state=HandoutState.RUNNING)
    if not running.update(state=HandoutState.READY, ready_at=at, seen_at=at):
        raise StoppedError
    sealed = seal(made.content, bytes(handout.public_key), context=str(handout.uid))
    HandoutFile.objects.create(handout=handout, content=sealed)
    with connection.cursor() as cursor:
        ids, kept = list(made.stored), list(made.stored.values())
        cursor.execute(_STORE, (ids, kept, handout.pk))


def _fail(handout: Handout, *, at: datetime) -> None:
    Handout.objects.filter(pk=handout.pk).update(state=HandoutState.FAILED, ended_at=at)


def abandoned_handouts(*, at: datetime) -> list[int]:
    """Those without a sign of life, marked as seen now: somebody takes them on."""
    silent = Handout.objects.select_for_update(skip_locked=True).filter(
        state__in=UNDER_WAY, seen_at__lt=at - ABANDONED_AFTER
    )
    with transaction.atomic():
        ids = list(silent.values_list("pk", flat=True))
        Handout.objects.filter(pk__in=ids).update(seen_at=at)
    return ids
