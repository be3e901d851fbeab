"""What may be done to many people at once: foreseen, done and undone by kind."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from eduport.accounts.services.blocking import (
    block_persons,
    foresee_blocking,
    unblock_persons,
    undo_blocking,
)
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import ActionKind, AdminRole, Outcome, PersonAction
from eduport.people.services.deletion import (
    foresee_release,
    foresee_reopening,
    release_persons,
    reopen_persons,
    undo_release,
)
from eduport.people.services.merging import undo_merge
from eduport.people.services.moves import undo_move
from eduport.people.services.proposals import undo_adoption

AT_A_TIME = 5000
"""The largest school twice: more people at once are hardly meant."""

PersonIds = Collection[int]


class TooManyPersonsError(DomainError):
    """A slip of the hand must not concern a city."""

    message = _(
        "You have selected %(count)d people. Please select %(limit)d at most, for "
        "example those of one school."
    )


class NobodySelectedError(DomainError):
    """There is nobody to do it to."""

    message = _("Please select at least one person whose home school is yours.")


class NotUndoableError(DomainError):
    """Some things are undone by doing the opposite."""

    message = _("This cannot be undone. Please release the people again instead.")


class Deed(Protocol):
    """Does something to many people."""

    def __call__(
        self, person_ids: PersonIds, /, *, by: Actor, at: datetime
    ) -> PersonAction: ...


class Undo(Protocol):
    """Takes it back."""

    def __call__(
        self, action: PersonAction, /, *, by: Actor, at: datetime
    ) -> PersonAction: ...


def schools_meant(by: Actor) -> Collection[int] | None:
    """At which schools somebody lets people go: the own ones, or all."""
    return None if AdminRole.CENTRAL_TEAM in by.roles else by.school_ids


DEEDS: dict[ActionKind, Deed] = {
    ActionKind.LOCK: block_persons,
    ActionKind.UNLOCK: unblock_persons,
    ActionKind.REOPEN: reopen_persons,
}
UNDOINGS: dict[ActionKind, Undo] = {
    ActionKind.LOCK: undo_blocking,
    ActionKind.UNLOCK: undo_blocking,
    ActionKind.RELEASE: undo_release,
    ActionKind.EXPIRE: undo_release,
    ActionKind.RETURN: undo_release,
    ActionKind.ADOPT: undo_adoption,
    ActionKind.MERGE: undo_merge,
    ActionKind.MOVE: undo_move,
}


def foresee(
    kind: ActionKind, person_ids: PersonIds, *, by: Actor, at: datetime
) -> Mapping[Outcome, int]:
    """What would become of these people. Raises NobodySelectedError, TooManyPersons."""
    _check(person_ids)
    if kind in {ActionKind.LOCK, ActionKind.UNLOCK}:
        is_lock = kind == ActionKind.LOCK
        return foresee_blocking(person_ids, is_blocked=is_lock, by=by)
    if kind == ActionKind.REOPEN:
        return foresee_reopening(person_ids)
    return foresee_release(person_ids, school_ids=schools_meant(by), by=by, at=at)


def run_action(
    kind: ActionKind, person_ids: PersonIds, *, by: Actor, at: datetime
) -> PersonAction:
    """Do it. Raises NobodySelectedError, TooManyPersonsError."""
    _check(person_ids)
    if kind == ActionKind.RELEASE:
        return release_persons(person_ids, school_ids=schools_meant(by), by=by, at=at)
    return DEEDS[kind](person_ids, by=by, at=at)


def undo_action(action: PersonAction, *, by: Actor, at: datetime) -> PersonAction:
    """Take back an action. Raises what its own undoing raises, or NotUndoableError."""
    undo = UNDOINGS.get(ActionKind(action.kind))
    if undo is None:
        raise NotUndoableError
    return undo(action, by=by, at=at)


def _check(person_ids: PersonIds) -> None:
    if not person_ids:
        raise NobodySelectedError
    if len(person_ids) > AT_A_TIME:
        raise TooManyPersonsError(count=len(person_ids), limit=AT_A_TIME)
