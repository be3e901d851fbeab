"""Writing to the school, and to the training team, about in-school training."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.outbox.services import send_letter_later, write_letter
from eduport.training.formats.ical import calendar_of
from eduport.training.models import InSchoolRequest, RequestState, RequestTrainer
from eduport.training.models.requests import RequestStep
from eduport.training.queries.bookings import heads_of
from eduport.training.rules.requests import Side
from eduport.training.services.telling import entry_of, is_soon
from eduport.training.types import Period

Address = tuple[str, str]
"""A mail address and a language."""

ENDED = {RequestStep.DECLINE, RequestStep.WITHDRAW}
REMINDER = "remind"


def tell_other_side(
    request: InSchoolRequest,
    step: RequestStep,
    side: Side,
    *,
    text: str = "",
    at: datetime,
) -> None:
    """Write what one side did to the other one, in the transaction at hand.

    The school is whoever asked; if they are gone, its heads. The team has one address
    in the settings; without it, it looks at its page. Who gives the training is of the
    team.
    """
    other = _of_team(request) if side == Side.SCHOOL else _of_school(request)
    _write(request, step, other, text=text, at=at)


def tell_both_sides(
    request: InSchoolRequest,
    step: RequestStep,
    *,
    text: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write what holds from now on to everybody whose calendar it concerns."""
    acting = _accounts([by.person_id] if by.person_id else [])
    everybody = [*_of_school(request), *_of_team(request), *acting]
    _write(request, step, everybody, text=text, at=at)


@transaction.atomic
def remind_of_request(request_id: int, *, at: datetime) -> bool:
    """Remind both sides of an agreed date, once. False if there is nothing to say."""
    rows = InSchoolRequest.objects.select_related("course", "school", "date__course")
    request = (
        rows.select_for_update(of=["self"], skip_locked=True)
        .filter(pk=request_id, state=RequestState.AGREED, reminded_at=None)
        .first()
    )
    if request is None or request.date is None:
        return False
    if not is_soon(request.date.starts_at, at=at):
        return False
    _write(request, REMINDER, [*_of_school(request), *_of_team(request)], at=at)
    request.reminded_at = at
    request.save(update_fields=["reminded_at"])
    return True


def _write(
    request: InSchoolRequest,
    step: str,
    addresses: Iterable[Address],
    *,
    text: str = "",
    at: datetime,
) -> None:
    path = reverse("training:request", args=[request.uid])
    period = _period_of(request)
    values: dict[str, str | int | datetime | None] = {
        "course": str(request.course),
        "school": str(request.school),
        "step": str(step),
        "text": text,
        "participants": request.participants,
        "starts_at": period and period.starts_at,
        "ends_at": period and period.ends_at,
        "is_moved": int(request.date is not None and request.date.sequence > 0),
        "is_cancelled": int(request.date is not None and step in ENDED),
        "path": path,
    }
    calendar = ""
    # After these the calendars of both sides are to say something else.
    if request.date and step in {RequestStep.AGREE, *ENDED, REMINDER}:
        calendar = calendar_of([entry_of(request.date, path=path)], at=at).decode()
    for address, language in dict(addresses).items():
        letter = write_letter(
            address, "training/mail/request.txt", values, language=language
        )
        send_letter_later(replace(letter, calendar=calendar), at=at)


def _of_team(request: InSchoolRequest) -> list[Address]:
    team = settings.EDUPORT.training_mail
    trainers = RequestTrainer.objects.filter(request=request)
    named = _accounts(trainers.values_list("person", flat=True))
    return [*([(team, "")] if team else []), *named]


def _of_school(request: InSchoolRequest) -> list[Address]:
    asked = _accounts([request.asked_by_id] if request.asked_by_id else [])
    return asked or _accounts(heads_of(request.school_id).values_list("pk", flat=True))


def _accounts(person_ids: Iterable[int]) -> list[Address]:
    """Where these people read their mail."""
    rows = Account.objects.filter(
        kind=AccountKind.PERSON, disabled_at=None, person__in=list(person_ids)
    )
    return list(rows.order_by("pk").values_list("username", "language"))


def _period_of(request: InSchoolRequest) -> Period | None:
    """What is proposed now, else what is agreed."""
    if request.proposal:
        return Period(*request.proposal)
    date = request.date
    return Period(date.starts_at, date.ends_at) if date else None
