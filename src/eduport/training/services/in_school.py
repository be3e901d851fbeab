"""In-school training: a school asks, both sides agree on a date, it takes place."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.models import School
from eduport.training.errors import (
    AskedAlreadyError,
    CourseNotPublishedError,
    DateInThePastError,
    EndsBeforeStartError,
    MoreNamesThanPeopleError,
    NobodyComesError,
    NoReasonError,
    NothingProposedError,
    NotInSchoolError,
    NotPossibleNowError,
    ProposalChangedError,
)
from eduport.training.models import (
    CourseKind,
    InSchoolRequest,
    RequestEvent,
    RequestState,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.models.requests import ALIVE, RequestStep
from eduport.training.rules.requests import Side, Step, possible_steps, state_after
from eduport.training.services.attendance import note_names
from eduport.training.services.telling import is_soon
from eduport.training.services.telling_schools import tell_both_sides, tell_other_side
from eduport.training.types import Attended, Period, Wish


@transaction.atomic
def ask_for_training(
    course: TrainingCourse, school: School, wish: Wish, *, by: Actor, at: datetime
) -> InSchoolRequest:
    """Ask for a training at the own school, perhaps with a first proposal of a date.

    Raises NotInSchoolError, CourseNotPublishedError, NobodyComesError,
    AskedAlreadyError while one is open, and what a proposal raises.
    """
    if course.kind != CourseKind.IN_SCHOOL:
        raise NotInSchoolError
    if course.published_at is None:
        raise CourseNotPublishedError
    if wish.participants < 1:
        raise NobodyComesError
    # Two at once would both find nothing.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    if _alive(course, school).exists():
        raise AskedAlreadyError
    request = InSchoolRequest.objects.create(
        course=course,
        school=school,
        asked_by_id=by.person_id,
        participants=wish.participants,
        wishes=wish.wishes,
        created_at=at,
        changed_at=at,
    )
    _note(request, RequestStep.ASK, Side.SCHOOL, text=wish.wishes, by=by, at=at)
    record("training.request.asked", request, by=by, at=at)
    if wish.period:
        _propose(request, Side.SCHOOL, wish.period, by=by, at=at)
    tell_other_side(request, RequestStep.ASK, Side.SCHOOL, text=wish.wishes, at=at)
    return request


def _alive(course: TrainingCourse, school: School) -> QuerySet[InSchoolRequest]:
    return InSchoolRequest.objects.filter(course=course, school=school, state__in=ALIVE)


@transaction.atomic
def propose_date(
    request_id: int,
    period: Period,
    *,
    side: Side,
    text: str = "",
    by: Actor,
    at: datetime,
) -> InSchoolRequest:
    """Propose a date; it takes the place of the last proposal, whoever made it.

    An agreed date holds until the other side agrees to the new one. Raises
    NotPossibleNowError, EndsBeforeStartError, DateInThePastError, and NoReasonError if
    an agreed date is to be moved without a word.
    """
    request = _locked(request_id, Step.PROPOSE, side, at=at)
    if request.date and not text.strip():
        raise NoReasonError
    _propose(request, side, period, text=text, by=by, at=at)
    tell_other_side(request, RequestStep.PROPOSE, side, text=text, at=at)
    return request


def _propose(
    request: InSchoolRequest,
    side: Side,
    period: Period,
    *,
    text: str = "",
    by: Actor,
    at: datetime,
) -> None:
    if period.ends_at <= period.starts_at:
        raise EndsBeforeStartError
    if period.starts_at <= at:
        raise DateInThePastError
    request.proposed_starts_at, request.proposed_ends_at = period
    request.proposed_by = side.value
    request.changed_at = at
    request.save()
    _note(request, RequestStep.PROPOSE, side, text=text, period=period, by=by, at=at)
    record("training.request.proposed", request, by=by, at=at)


@transaction.atomic
def agree_to_date(
    request_id: int, seen: Period, *, side: Side, by: Actor, at: datetime
) -> InSchoolRequest:
    """Agree to what the other side proposed, as it was seen: then it is a date.

    Both sides, and who gives it, get the entry for the calendar. Raises
    NothingProposedError if there is no proposal of the other side, ProposalChangedError
    if it is another one by now, DateInThePastError and NotPossibleNowError.
    """
    request = _locked(request_id, Step.AGREE, side, at=at)
    if request.proposal != tuple(seen):
        raise ProposalChangedError
    if seen.starts_at <= at:
        raise DateInThePastError
    request.date = _date_of(request, seen, at=at)
    _close_proposal(request)
    request.state = RequestState.AGREED
    # A mail about a date that is soon is a reminder.
    request.reminded_at = at if is_soon(seen.starts_at, at=at) else None
    request.changed_at = at
    request.save()
    _note(request, RequestStep.AGREE, side, period=seen, by=by, at=at)
    record("training.request.agreed", request, by=by, at=at)
    tell_both_sides(request, RequestStep.AGREE, by=by, at=at)
    return request


def _date_of(request: InSchoolRequest, period: Period, *, at: datetime) -> TrainingDate:
    """The date of a request: a new one, or the same, moved."""
    date = request.date
    if date is None:
        return TrainingDate.objects.create(
            course=request.course,
            school=request.school,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            seats=request.participants,
            place=request.school.name,
            created_at=at,
            changed_at=at,
        )
    date.starts_at, date.ends_at = period
    date.sequence += 1
    date.changed_at = at
    date.save(update_fields=["starts_at", "ends_at", "sequence", "changed_at"])
    return date


@transaction.atomic
def decline_training(
    request_id: int, text: str, *, by: Actor, at: datetime
) -> InSchoolRequest:
    """Say that it cannot be done, with a reason. An agreed date does not take place.

    Also afterwards, if it did not. Raises NoReasonError and NotPossibleNowError.
    """
    return _end(request_id, Step.DECLINE, Side.TEAM, text=text, by=by, at=at)


@transaction.atomic
def withdraw_request(
    request_id: int, text: str, *, by: Actor, at: datetime
) -> InSchoolRequest:
    """Take a request back as the school, with a reason; the rest as in declining."""
    return _end(request_id, Step.WITHDRAW, Side.SCHOOL, text=text, by=by, at=at)


ENDS = {
    Step.DECLINE: (RequestStep.DECLINE, "training.request.declined"),
    Step.WITHDRAW: (RequestStep.WITHDRAW, "training.request.withdrawn"),
}


def _end(
    request_id: int,
    step: Step,
    side: Side,
    *,
    text: str,
    by: Actor,
    at: datetime,
) -> InSchoolRequest:
    request = _locked(request_id, step, side, at=at)
    if not text.strip():
        raise NoReasonError
    request.state = RequestState(_after(request, step, side))
    _close_proposal(request)
    request.changed_at = at
    request.save()
    period = None
    if date := request.date:
        period = Period(date.starts_at, date.ends_at)
        date.cancelled_at = date.changed_at = at
        date.sequence += 1
        date.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    noted, code = ENDS[step]
    _note(request, noted, side, text=text, period=period, by=by, at=at)
    record(code, request, by=by, at=at)
    if request.date:
        tell_both_sides(request, noted, text=text, by=by, at=at)
    else:
        tell_other_side(request, noted, side, text=text, at=at)
    return request


@transaction.atomic
def note_as_held(
    request_id: int, attended: Attended, *, side: Side, by: Actor, at: datetime
) -> InSchoolRequest:
    """Say that it took place, with how many people: then it can be invoiced.

    Who is named gets a certificate, as after every other training. It can be corrected;
    the other side is told of a number that is new to it. Raises NotPossibleNowError
    before it has ended, NobodyComesError, and MoreNamesThanPeopleError.
    """
    request = _locked(request_id, Step.HOLD, side, at=at)
    _check_attended(attended)
    is_news = (request.state, request.participants) != (
        RequestState.HELD,
        attended.participants,
    )
    request.state = RequestState.HELD
    request.participants = attended.participants
    request.changed_at = at
    _close_proposal(request)
    request.save()
    if date := request.date:
        note_names(date, attended, school=request.school, at=at)
    record("training.request.held", request, by=by, at=at)
    if is_news:
        _note(request, RequestStep.HOLD, side, by=by, at=at)
        tell_other_side(request, RequestStep.HOLD, side, at=at)
    return request


def _check_attended(attended: Attended) -> None:
    if attended.participants < 1:
        raise NobodyComesError
    names = len(attended.present or ())
    if names > attended.participants:
        raise MoreNamesThanPeopleError(names=names, people=attended.participants)


def _locked(
    request_id: int, step: Step, side: Side, *, at: datetime
) -> InSchoolRequest:
    """The request, if this side can take this step now."""
    rows = InSchoolRequest.objects.select_related("course", "school", "date__course")
    request = rows.select_for_update(of=["self"]).get(pk=request_id)
    if step not in _possible(request, side, at=at):
        if step == Step.AGREE and state_after(request.state, step, side):
            raise NothingProposedError
        raise NotPossibleNowError(state=request.get_state_display())
    return request


def _possible(request: InSchoolRequest, side: Side, *, at: datetime) -> list[Step]:
    return possible_steps(
        request.state, side, proposed_by=request.proposed_by, phase=request.phase(at)
    )


def _after(request: InSchoolRequest, step: Step, side: Side) -> str:
    return str(state_after(request.state, step, side) or request.state)


def _close_proposal(request: InSchoolRequest) -> None:
    request.proposed_starts_at = request.proposed_ends_at = None
    request.proposed_by = ""


def _note(  # noqa: PLR0913 -- who said what, and when
    request: InSchoolRequest,
    step: RequestStep,
    side: Side,
    *,
    text: str = "",
    period: Period | None = None,
    by: Actor,
    at: datetime,
) -> None:
    RequestEvent.objects.create(
        request=request,
        at=at,
        step=step,
        side=side.value,
        person_id=by.person_id,
        text=text,
        starts_at=period and period.starts_at,
        ends_at=period and period.ends_at,
    )
