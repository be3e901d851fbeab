"""Writing to those who give a training: that they do, and what has changed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.services import send_letter_later, write_letter
from eduport.training.formats.ical import calendar_of
from eduport.training.models import DateTrainer, InSchoolRequest, TrainingDate
from eduport.training.services.telling import entry_of


class Change(StrEnum):
    """What trainers are told of."""

    NAMED = "named"
    RELEASED = "released"
    MOVED = "moved"
    CANCELLED = "cancelled"


def tell_trainers(
    date: TrainingDate,
    change: Change,
    person_ids: Collection[int] | None = None,
    *,
    at: datetime,
) -> None:
    """Write to all trainers of a date, or to these, with the entry for the calendar."""
    if person_ids is None:
        rows = DateTrainer.objects.filter(date=date)
        person_ids = list(rows.values_list("person", flat=True))
    path = reverse("training:participants", args=[date.uid])
    _write(change, person_ids, path, date=date, course=str(date.course), at=at)


def tell_request_trainers(
    request: InSchoolRequest,
    change: Change,
    person_ids: Collection[int],
    *,
    at: datetime,
) -> None:
    """Write to those who look after a school's request from now on, or no longer."""
    path = reverse("training:request", args=[request.uid])
    course = f"{request.course}, {request.school}"
    _write(change, person_ids, path, date=request.date, course=course, at=at)


def _write(
    change: Change,
    person_ids: Collection[int],
    path: str,
    *,
    date: TrainingDate | None,
    course: str,
    at: datetime,
) -> None:
    if not person_ids:
        return
    is_out = change in {Change.RELEASED, Change.CANCELLED}
    calendar = ""
    if date:
        entry = entry_of(date, is_cancelled=is_out, path=path)
        calendar = calendar_of([entry], at=at).decode()
    values: dict[str, str | int | datetime | None] = {
        "change": change.value,
        "course": course,
        "starts_at": date.starts_at if date else None,
        "ends_at": date.ends_at if date else None,
        "place": date.place if date else "",
        "online_url": date.online_url if date else "",
        "path": path,
    }
    rows = Account.objects.filter(
        person__in=person_ids, kind=AccountKind.PERSON, disabled_at=None
    )
    for username, language in rows.order_by("pk").values_list("username", "language"):
        letter = write_letter(
            username, "training/mail/trainer.txt", values, language=language
        )
        send_letter_later(replace(letter, calendar=calendar), at=at)
