"""Asking for a handout, fetching it once, and letting it go.

Nothing changes for anybody until the file is fetched: then, in one transaction, the
codes or passwords in it begin to hold and the file is deleted. Whatever happens before,
a crash, a cancellation, a file that nobody fetches, leaves everybody as they were.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import QuerySet

from eduport.accounts.models import Account
from eduport.accounts.services.activation import lifetime, put_codes_in_force
from eduport.accounts.services.passwords import put_passwords_in_force
from eduport.administration.errors import (
    HandoutGoneError,
    NobodyIncludedError,
    OtherBrowserError,
    TooManyPeopleError,
)
from eduport.administration.formats.archives import encrypted_archive
from eduport.administration.formats.workbooks import encrypted_workbook
from eduport.administration.models import (
    UNDER_WAY,
    Handout,
    HandoutEntry,
    HandoutFile,
    HandoutState,
    LeftOut,
)
from eduport.administration.queries.handouts import preview_of
from eduport.administration.rules.sealing import WrongKeyError, unseal
from eduport.administration.types import HandoutForm, HandoutOrder, SecretKind
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import Person

LIMIT = 5000
"""People at a time: twice the largest school."""

FETCH_WITHIN = timedelta(minutes=30)
KEPT = timedelta(days=30)
"""How long one sees for whom a handout was, to ask again if it was lost."""

FILES = {
    HandoutForm.LETTERS: ("pdf", "application/pdf"),
    HandoutForm.SLIPS: ("pdf", "application/pdf"),
    HandoutForm.WORKBOOK: (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    HandoutForm.ARCHIVE: ("zip", "application/zip"),
}


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file for the browser."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def ask_for_handout(
    persons: QuerySet[Person],
    order: HandoutOrder,
    *,
    public_key: bytes,
    by: Actor,
    at: datetime,
) -> Handout:
    """Note what somebody wants for whom; the worker makes the file.

    `persons` are those the actor may change; who is blocked or has no account is noted
    as left out. Raises NobodyIncludedError and TooManyPeopleError.
    """
    preview = preview_of(persons, limit=LIMIT)
    if len(preview.candidates) > LIMIT:
        raise TooManyPeopleError(limit=LIMIT)
    if not preview.included:
        raise NobodyIncludedError
    handout = Handout.objects.create(
        # Pages know only actors who are signed in.
        asked_by_id=cast("int", by.account_id),
        secret_kind=order.secret_kind,
        form=order.form,
        address_form=order.address_form,
        must_change=order.must_change,
        class_year=order.class_year,
        public_key=public_key,
        total=len(preview.included),
        asked_at=at,
        seen_at=at,
    )
    HandoutEntry.objects.bulk_create(
        HandoutEntry(
            handout=handout,
            person_id=one.person_id,
            account_id=one.account_id,
            left_out=one.left_out,
        )
        for one in preview.candidates
    )
    record("administration.handout.asked", handout, by=by, at=at)
    return handout


@transaction.atomic
def cancel_handout(handout: Handout, *, by: Actor, at: datetime) -> None:
    """Give it up. Nobody notices: what they had still works."""
    stoppable = Handout.objects.filter(
        pk=handout.pk, state__in=[*UNDER_WAY, HandoutState.READY]
    )
    if stoppable.update(state=HandoutState.CANCELLED, ended_at=at):
        _forget_secrets(stoppable_ids=[handout.pk])
        record("administration.handout.cancelled", handout, by=by, at=at)


@transaction.atomic
def fetch_handout(
    handout: Handout, *, secret: str, file_password: str, by: Actor, at: datetime
) -> FetchedFile:
    """Open the file, this once, and let what stands in it hold from now on.

    Workbooks and archives get the `file_password`. Whoever was blocked meanwhile is
    left out. Raises HandoutGoneError, and OtherBrowserError, after which it can still
    be fetched.
    """
    ready = Handout.objects.select_for_update().filter(
        pk=handout.pk, state=HandoutState.READY, ready_at__gt=at - FETCH_WITHIN
    )
    found = ready.first()
    if found is None:
        raise HandoutGoneError
    try:
        content = unseal(
            bytes(found.handoutfile.content), secret, context=str(found.uid)
        )
    except WrongKeyError as error:
        raise OtherBrowserError from error
    fetched = _as_file(found, content, file_password)
    _put_in_force(found, by=by, at=at)
    found.handoutfile.delete()
    found.state, found.ended_at = HandoutState.TAKEN, at
    found.save(update_fields=["state", "ended_at"])
    record("administration.handout.fetched", found, by=by, at=at)
    return fetched


def _as_file(handout: Handout, content: bytes, file_password: str) -> FetchedFile:
    ending, content_type = FILES[HandoutForm(handout.form)]
    stem = f"eduport-{handout.asked_at:%Y-%m-%d}"
    if handout.form == HandoutForm.WORKBOOK:
        content = encrypted_workbook(content, file_password)
    if handout.form == HandoutForm.ARCHIVE:
        content = encrypted_archive(f"{stem}.csv", content, file_password)
    return FetchedFile(f"{stem}.{ending}", content_type, content)


def _put_in_force(handout: Handout, *, by: Actor, at: datetime) -> None:
    entries = HandoutEntry.objects.filter(handout=handout, left_out="")
    allowed = Account.objects.filter(pk__in=entries.values("account"), disabled_at=None)
    # In one order, so that two who do this at once wait for each other.
    locked = allowed.order_by("pk").select_for_update().values_list("pk", flat=True)
    made = dict(entries.values_list("account", "stored"))
    stored = {pk: made[pk] for pk in locked}
    if handout.secret_kind == SecretKind.CODE:
        expires_at = handout.asked_at + lifetime()
        put_codes_in_force(stored, expires_at=expires_at, by=by, at=at)
    else:
        put_passwords_in_force(stored, must_change=handout.must_change, by=by, at=at)
    entries.filter(account__in=stored).update(is_issued=True, stored="")
    entries.filter(is_issued=False).update(left_out=LeftOut.BLOCKED, stored="")


@transaction.atomic
def expire_handouts(*, at: datetime) -> int:
    """Delete files that nobody fetched in time, and forget what is long over."""
    late = Handout.objects.select_for_update().filter(
        state=HandoutState.READY, ready_at__lte=at - FETCH_WITHIN
    )
    ids = list(late.values_list("pk", flat=True))
    Handout.objects.filter(pk__in=ids).update(state=HandoutState.EXPIRED, ended_at=at)
    _forget_secrets(stoppable_ids=ids)
    Handout.objects.filter(asked_at__lt=at - KEPT).exclude(state__in=UNDER_WAY).delete()
    return len(ids)


def _forget_secrets(*, stoppable_ids: list[int]) -> None:
    HandoutFile.objects.filter(handout__in=stoppable_ids).delete()
    HandoutEntry.objects.filter(handout__in=stoppable_ids).update(stored="")
