"""Keeping an account out by hand, and letting it in again."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, OuterRef, Value, When
from django.db.models.functions import Coalesce

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.services.sessions import end_sessions_of
from eduport.accounts.services.throttling import forget_failures, login_lane
from eduport.audit.services import record, record_all
from eduport.core.actor import Actor
from eduport.people.models import ActionKind, Outcome, Person, PersonAction
from eduport.people.services.actions import (
    add_lines,
    begin_undo,
    changed_ids,
    lock_persons,
    open_action,
)


@transaction.atomic
def block_account(account: Account, *, by: Actor, at: datetime) -> None:
    """Keep somebody out until it is undone; ends all sessions at once.

    Blocking twice keeps the first time.
    """
    blocked = Account.objects.filter(pk=account.pk, blocked_at=None).update(
        blocked_at=at,
        disabled_at=Case(
            When(disabled_at=None, then=Value(at)), default=F("disabled_at")
        ),
    )
    if blocked:
        record("accounts.account.blocked", account, by=by, at=at)
        end_sessions_of([account.pk], at=at)


@transaction.atomic
def unblock_account(account: Account, *, by: Actor, at: datetime) -> None:
    """Let somebody in again, unless the person is released for deletion."""
    released_at = account.person.deletion_released_at if account.person else None
    unblocked = Account.objects.filter(pk=account.pk, blocked_at__isnull=False).update(
        blocked_at=None, disabled_at=released_at
    )
    if unblocked:
        record("accounts.account.unblocked", account, by=by, at=at)


@transaction.atomic
def lift_lock(account: Account, *, by: Actor, at: datetime) -> None:
    """Forget the wrong passwords of the last minutes, which keep the owner out."""
    forget_failures([login_lane(account.username)])
    Account.objects.filter(pk=account.pk).update(locked_until=None)
    record("accounts.account.lock_lifted", account, by=by, at=at)


@transaction.atomic
def block_persons(
    person_ids: Collection[int], *, by: Actor, at: datetime
) -> PersonAction:
    """Keep these people out, by their everyday accounts; a line for each says how.

    Admin-Accounts are left alone: the central team ends the appointment. Whoever acts
    cannot be the one who is kept out.
    """
    lock_persons(list(person_ids))
    action = open_action(ActionKind.LOCK, by=by, at=at)
    accounts = _accounts_of(person_ids)
    outcomes = _outcomes(person_ids, accounts, by, is_blocked=True)
    add_lines(action, outcomes)
    _block_all(_changed(accounts, outcomes), by=by, at=at)
    return action


@transaction.atomic
def unblock_persons(
    person_ids: Collection[int], *, by: Actor, at: datetime
) -> PersonAction:
    """Let these people in again, unless they are released for deletion."""
    lock_persons(list(person_ids))
    action = open_action(ActionKind.UNLOCK, by=by, at=at)
    accounts = _accounts_of(person_ids)
    outcomes = _outcomes(person_ids, accounts, by, is_blocked=False)
    add_lines(action, outcomes)
    _unblock_all(_changed(accounts, outcomes), by=by, at=at)
    return action


def foresee_blocking(
    person_ids: Collection[int], *, is_blocked: bool, by: Actor
) -> dict[Outcome, int]:
    """How many people would be locked, or unlocked, and how many would not."""
    accounts = _accounts_of(person_ids)
    outcomes = _outcomes(person_ids, accounts, by, is_blocked=is_blocked)
    return Counter(outcomes.values())


@transaction.atomic
def undo_blocking(action: PersonAction, *, by: Actor, at: datetime) -> PersonAction:
    """Take back that people were locked, or unlocked. Raises AlreadyUndoneError."""
    undone = begin_undo(action.pk, at=at)
    person_ids = changed_ids(undone)
    lock_persons(person_ids)
    accounts = list(_accounts_of(person_ids).values())
    if undone.kind == ActionKind.LOCK:
        # Who was let in and locked again since has another time.
        _unblock_all(
            [one for one in accounts if one.blocked_at == undone.done_at], by=by, at=at
        )
    else:
        _block_all([one for one in accounts if not one.blocked_at], by=by, at=at)
    return undone


def _accounts_of(person_ids: Collection[int]) -> dict[int | None, Account]:
    accounts = Account.objects.filter(person__in=person_ids, kind=AccountKind.PERSON)
    return {account.person_id: account for account in accounts}


def _outcomes(
    person_ids: Collection[int],
    accounts: Mapping[int | None, Account],
    by: Actor,
    *,
    is_blocked: bool,
) -> dict[int, Outcome]:
    """What becomes of each person whose account is to be blocked, or not to be."""
    outcomes = dict.fromkeys(person_ids, Outcome.NO_ACCOUNT)
    for person_id in outcomes.keys() & accounts.keys():
        is_so = bool(accounts[person_id].blocked_at) == is_blocked
        outcomes[person_id] = Outcome.ALREADY if is_so else Outcome.DONE
    if is_blocked and by.person_id in outcomes:
        outcomes[by.person_id] = Outcome.SELF
    return outcomes


def _changed(
    accounts: Mapping[int | None, Account], outcomes: Mapping[int, Outcome]
) -> list[Account]:
    return [
        accounts[person_id]
        for person_id, outcome in outcomes.items()
        if outcome == Outcome.DONE
    ]


def _block_all(accounts: list[Account], *, by: Actor, at: datetime) -> None:
    keys = [account.pk for account in accounts]
    Account.objects.filter(pk__in=keys).update(
        blocked_at=at, disabled_at=Coalesce("disabled_at", Value(at))
    )
    record_all("accounts.account.blocked", accounts, by=by, at=at)
    end_sessions_of(keys, at=at)


def _unblock_all(accounts: list[Account], *, by: Actor, at: datetime) -> None:
    released = Person.objects.filter(pk=OuterRef("person"))
    Account.objects.filter(pk__in=[account.pk for account in accounts]).update(
        blocked_at=None, disabled_at=released.values("deletion_released_at")
    )
    record_all("accounts.account.unblocked", accounts, by=by, at=at)
