"""Writing to the school, or to the training team, about in-school training."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from eduport.accounts.models import Account, AccountKind
from eduport.outbox.services import send_letter_later, write_letter
from eduport.training.formats.ical import calendar_of
from eduport.training.models import InSchoolRequest
from eduport.training.models.requests import RequestStep
from eduport.training.queries.bookings import heads_of
from eduport.training.rules.requests import Side
from eduport.training.services.telling import entry_of
from eduport.training.types import Period


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
    in the settings; without it, it looks at its page.
    """
    period = _period_of(request)
    values: dict[str, str | int | datetime | None] = {
        "course": str(request.course),
        "school": str(request.school),
        "step": step.value,
        "text": text,
        "participants": request.participants,
        "starts_at": period and period.starts_at,
        "ends_at": period and period.ends_at,
        "path": reverse("training:request", args=[request.uid]),
    }
    for address, language in _addresses(request, side):
        letter = write_letter(
            address, "training/mail/request.txt", values, language=language
        )
        if step != RequestStep.ASK and request.date and not request.proposed_by:
            calendar = calendar_of([entry_of(request.date)], at=at).decode()
            letter = replace(letter, calendar=calendar)
        send_letter_later(letter, at=at)


def _addresses(request: InSchoolRequest, side: Side) -> list[tuple[str, str]]:
    if side == Side.SCHOOL:
        team = settings.EDUPORT.training_mail
        return [(team, "")] if team else []
    asked = Account.objects.filter(kind=AccountKind.PERSON, disabled_at=None)
    rows = asked.filter(person=request.asked_by_id)
    if not rows.exists():
        rows = asked.filter(person__in=heads_of(request.school_id))
    return list(rows.order_by("pk").values_list("username", "language"))


def _period_of(request: InSchoolRequest) -> Period | None:
    """What is proposed now, else what is agreed."""
    start, end = request.proposed_starts_at, request.proposed_ends_at
    if start and end:
        return Period(start, end)
    date = request.date
    return Period(date.starts_at, date.ends_at) if date else None
