"""How components are, and what they do to each other."""

import dataclasses
import datetime as dt

import pytest

from eduport.status.rules.states import states_of, suffering
from eduport.status.types import (
    Bilingual,
    Board,
    BoardComponent,
    BoardIncident,
    BoardWindow,
    State,
)
from tests.factories.people import NOON

HOUR = dt.timedelta(hours=1)
NAME = Bilingual("Name")
PORTAL = BoardComponent(1, "portal", NAME, NAME)
LOGIN = BoardComponent(2, "login", NAME, NAME, depends_on=(1,))
MAIL = BoardComponent(3, "mail", NAME, NAME, depends_on=(2,))
WLAN = BoardComponent(4, "wlan", NAME, NAME)


def incident(impact, *keys, **values):
    return BoardIncident("u", NAME, impact, "investigating", NOON, keys, **values)


def window(*keys):
    return BoardWindow("k", "u", NAME, NAME, keys, NOON, NOON + HOUR, NOON - HOUR)


def states(
    *, incidents=(), windows=(), components=(PORTAL, LOGIN, MAIL, WLAN), at=NOON
):
    board = Board(NOON, components, incidents, windows)
    return [str(state) for state in states_of(board, at).values()]


WELL = State.OPERATIONAL


def test_without_anything_all_is_well():
    assert states() == [WELL] * 4


def test_an_outage_restricts_all_that_needs_the_component():
    down = [incident(State.OUTAGE, 1)]

    assert states(incidents=down) == [
        State.OUTAGE,
        State.DEGRADED,
        State.DEGRADED,
        WELL,
    ]


def test_what_needs_a_component_does_nothing_to_it():
    assert states(incidents=[incident(State.OUTAGE, 3)]) == [
        WELL,
        WELL,
        State.OUTAGE,
        WELL,
    ]


def test_a_resolved_incident_is_over_and_a_coming_one_not_yet_there():
    over = incident(State.OUTAGE, 1, resolved_at=NOON)

    assert states(incidents=[over]) == [WELL] * 4
    assert states(incidents=[incident(State.OUTAGE, 1)], at=NOON - HOUR) == [WELL] * 4


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON - HOUR, WELL),
        (NOON, State.MAINTENANCE),
        (NOON + HOUR, WELL),
    ],
)
def test_maintenance_begins_and_ends_by_itself(at, expected):
    assert states(windows=[window(1)], at=at)[:2] == [expected] * 2


def test_the_worst_counts():
    both = {"incidents": [incident(State.DEGRADED, 1)], "windows": [window(1)]}

    assert states(**both)[0] == State.DEGRADED


def test_a_suspicion_during_maintenance_is_none():
    suspected = dataclasses.replace(WLAN, suspected_at=NOON)

    assert states(components=(suspected,)) == [State.SUSPECTED]
    assert states(components=(suspected,), windows=[window(4)]) == [State.MAINTENANCE]


def test_whoever_uses_what_needs_the_component_suffers_too():
    assert suffering([1], [PORTAL, LOGIN, MAIL, WLAN]) == {1, 2, 3}
    assert suffering([3], [PORTAL, LOGIN, MAIL, WLAN]) == {3}
