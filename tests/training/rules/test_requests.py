"""Which step is possible when, and for whom."""

import pytest

from eduport.training.rules.requests import (
    RequestState,
    Side,
    Step,
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
        (S.HELD, DO.PROPOSE, Side.TEAM, None),
        (S.WITHDRAWN, DO.AGREE, Side.TEAM, None),
    ],
)
def test_steps_lead_where_they_should(state, step, side, after):
    assert state_after(state, step, side) == after


@pytest.mark.parametrize(
    ("proposed_by", "is_over", "steps"),
    [
        ("", False, [DO.PROPOSE, DO.WITHDRAW]),
        ("school", False, [DO.PROPOSE, DO.WITHDRAW]),
        ("team", False, [DO.PROPOSE, DO.AGREE, DO.WITHDRAW]),
        ("", True, [DO.HOLD]),
    ],
)
def test_a_school_agrees_only_to_what_the_team_proposed(proposed_by, is_over, steps):
    found = possible_steps(
        S.AGREED, Side.SCHOOL, proposed_by=proposed_by, is_over=is_over
    )

    assert found == steps
