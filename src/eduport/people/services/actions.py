"""The journal of what is done to persons by hand: written here, read for undoing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from eduport.audit.services import record_all
from eduport.core.actor import Actor
from eduport.core.errors import DomainError
from eduport.people.models import (
    EFFECTIVE,
    ActionKind,
    ActionLine,
    Outcome,
    Person,
    PersonAction,
    School,
    SchoolChange,
)


class SkippedError(DomainError):
    """What was asked for one person could not be done; the outcome says why."""

    message = "%(reason)s"


class AlreadyUndoneError(DomainError):
    """An action is undone once."""

    message = _("This was undone already.")


def open_action(
    kind: ActionKind, *, by: Actor, at: datetime, school: School | None = None
) -> PersonAction:
    """Begin an entry of the journal; its lines follow in the same transaction.

    Without a school it is that of the one who acts, if there is only one.
    """
    school_id = school.pk if school else None
    if school_id is None and len(by.school_ids) == 1:
        (school_id,) = by.school_ids
    return PersonAction.objects.create(
        kind=kind,
        school_id=school_id,
        done_by=by.label,
        account_id=by.account_id,
        done_at=at,
    )


def add_lines(action: PersonAction, outcomes: Mapping[int, Outcome]) -> None:
    """Write what became of each person, in one statement."""
    ActionLine.objects.bulk_create(
        ActionLine(action=action, person_id=person_id, outcome=outcome)
        for person_id, outcome in outcomes.items()
    )


def lock_persons(person_ids: Sequence[int]) -> None:
    """Let nobody else act on these persons until the end of the transaction."""
    # Always in the same order: two who act on the same people wait, none dies.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM people_person WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [list(person_ids)],
        )


def only_line(action: PersonAction) -> ActionLine:
    """The line of an action that concerns one person. Raises SkippedError."""
    line = action.actionline_set.get()
    if line.outcome not in EFFECTIVE:
        raise SkippedError(reason=Outcome(line.outcome).label)
    return line


def changed_ids(action: PersonAction) -> list[int]:
    """Whom the action changed."""
    lines = action.actionline_set.filter(outcome__in=EFFECTIVE)
    return list(lines.values_list("person", flat=True).order_by("person"))


def record_persons(
    log_action: str, person_ids: Iterable[int], *, by: Actor, at: datetime
) -> None:
    """Add an entry to the audit log for each of these persons."""
    persons = (Person(pk=person_id) for person_id in person_ids)
    record_all(log_action, persons, by=by, at=at)


def begin_undo(action_id: int, *, at: datetime) -> PersonAction:
    """Mark an action as undone; who comes second is told. Raises AlreadyUndoneError."""
    action = PersonAction.objects.select_for_update().get(pk=action_id)
    if action.undone_at:
        raise AlreadyUndoneError
    action.undone_at = at
    action.save(update_fields=["undone_at"])
    return action


def forget_who_acted(account_ids: Sequence[int]) -> int:
    """Let no action name these accounts any more; they are being erased."""
    rows = PersonAction.objects.filter(account_id__in=account_ids)
    return rows.update(done_by="", account_id=None)


def forget_who_asked(logins: Sequence[str]) -> int:
    """Let no change of school name these logins any more; their owners are erased."""
    return SchoolChange.objects.filter(asked_by__in=logins).update(asked_by="")


def purge_actions(*, at: datetime) -> int:
    """Forget actions whose time is over, with their lines; return how many.

    Changes of school that were asked for go with them, if their day is not to come.
    """
    age = timedelta(days=settings.EDUPORT.action_days)
    is_over = Q(effective_on=None) | Q(effective_on__lt=localdate(at))
    SchoolChange.objects.filter(is_over, asked_at__lt=at - age).delete()
    actions = PersonAction.objects.filter(done_at__lt=at - age)
    return actions.delete()[1].get("people.PersonAction", 0)
