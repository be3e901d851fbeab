"""Which step is possible when, and for whom: in-school training as a state machine."""

from datetime import datetime
from enum import StrEnum


class RequestState(StrEnum):
    """How far a request is."""

    OPEN = "open"
    AGREED = "agreed"
    HELD = "held"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who acts: the school, or the team that gives the training."""

    SCHOOL = "school"
    TEAM = "team"


class Step(StrEnum):
    """What can be done to a request."""

    PROPOSE = "propose"
    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    HOLD = "hold"


S, DO = RequestState, Step
BOTH = frozenset(Side)
STEPS: dict[tuple[RequestState, Step], tuple[RequestState, frozenset[Side]]] = {
    (S.OPEN, DO.PROPOSE): (S.OPEN, BOTH),
    (S.OPEN, DO.AGREE): (S.AGREED, BOTH),
    (S.OPEN, DO.DECLINE): (S.DECLINED, frozenset({Side.TEAM})),
    (S.OPEN, DO.WITHDRAW): (S.WITHDRAWN, frozenset({Side.SCHOOL})),
    # The agreed date holds until another one is agreed.
    (S.AGREED, DO.PROPOSE): (S.AGREED, BOTH),
    (S.AGREED, DO.AGREE): (S.AGREED, BOTH),
    (S.AGREED, DO.DECLINE): (S.DECLINED, frozenset({Side.TEAM})),
    (S.AGREED, DO.WITHDRAW): (S.WITHDRAWN, frozenset({Side.SCHOOL})),
    (S.AGREED, DO.HOLD): (S.HELD, BOTH),
    # How many were there, and who, can be corrected.
    (S.HELD, DO.HOLD): (S.HELD, BOTH),
}
"""From a state, by a step, to a state; and which sides may take it."""


def state_after(state: str, step: Step, side: Side) -> RequestState | None:
    """The state after a step, or None if this side cannot take it now."""
    found = STEPS.get((RequestState(state), step))
    if found is None or side not in found[1]:
        return None
    return found[0]


class Phase(StrEnum):
    """Where the agreed date lies; a request without a date is before it."""

    BEFORE = "before"
    GOING_ON = "going_on"
    OVER = "over"


BY_PHASE = {
    Phase.BEFORE: {Step.PROPOSE, Step.AGREE, Step.DECLINE, Step.WITHDRAW},
    Phase.GOING_ON: set[Step](),
    # Either it took place, or it did not.
    Phase.OVER: {Step.HOLD, Step.DECLINE, Step.WITHDRAW},
}


def possible_steps(
    state: str, side: Side, *, proposed_by: str, phase: Phase
) -> list[Step]:
    """What a side can do now: agree only to the other's proposal, hold afterwards."""
    now = [step for step in Step if step in BY_PHASE[phase]]
    steps = [step for step in now if state_after(state, step, side)]
    if not proposed_by or proposed_by == side:
        steps = [step for step in steps if step != Step.AGREE]
    return steps


def phase_at(period: tuple[datetime, datetime] | None, at: datetime) -> Phase:
    """Where a moment lies, as seen from the agreed start and end."""
    if period is None or at < period[0]:
        return Phase.BEFORE
    return Phase.OVER if at >= period[1] else Phase.GOING_ON
