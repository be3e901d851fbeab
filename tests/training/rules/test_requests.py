"""Which step is possible when, and for whom."""

import datetime as dt

import pytest

from eduport.training.rules.requests import (
    Phase,
    RequestState,
    Side,
    Step,
    phase_at,
    possible_steps,
    state_after,
)

S, DO = RequestState, Step


@pytest.mark.parametrize(
    ("state", "step", "side", "after"),
    [
        (S.OPEN, DO.AGREE, Side.TEAM, S.AGREED),
        (S.OPEN, DO.DECLINE, Side.TEAM, S.DECLINED),
        (S.OPEN, DO.DECLINE, Side.SCHOOL, None),
        (S.OPEN, DO.WITHDRAW, Side.SCHOOL, S.WITHDRAWN),
        (S.AGREED, DO.PROPOSE, Side.SCHOOL, S.AGREED),
        (S.AGREED, DO.HOLD, Side.SCHOOL, S.HELD),
        (S.HELD, DO.HOLD, Side.TEAM, S.HELD),
        (S.HELD, DO.PROPOSE, Side.TEAM, None),
        (S.WITHDRAWN, DO.AGREE, Side.TEAM, None),
    ],
)
def test_steps_lead_where_they_should(state, step, side, after):
    assert state_after(state, step, side) == after


@pytest.mark.parametrize(
    ("proposed_by", "phase", "steps"),
    [
        ("", Phase.BEFORE, [DO.PROPOSE, DO.WITHDRAW]),
        ("school", Phase.BEFORE, [DO.PROPOSE, DO.WITHDRAW]),
        ("team", Phase.BEFORE, [DO.PROPOSE, DO.AGREE, DO.WITHDRAW]),
        ("team", Phase.GOING_ON, []),
        ("team", Phase.OVER, [DO.WITHDRAW, DO.HOLD]),
    ],
)
def test_a_school_agrees_only_to_what_the_team_proposed(proposed_by, phase, steps):
    found = possible_steps(S.AGREED, Side.SCHOOL, proposed_by=proposed_by, phase=phase)

    assert found == steps


@pytest.mark.parametrize(
    ("hour", "phase"),
    [(7, Phase.BEFORE), (8, Phase.GOING_ON), (9, Phase.GOING_ON), (10, Phase.OVER)],
)
def test_a_date_is_to_come_then_going_on_then_over(hour, phase):
    day = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    period = (day.replace(hour=8), day.replace(hour=10))

    assert phase_at(period, day.replace(hour=hour)) == phase
    assert phase_at(None, day.replace(hour=hour)) == Phase.BEFORE
