"""Counts that name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.news.rules.counting import FEWEST, Cell, Saying, counted

EXACT, FEW, ALMOST = Saying.EXACT, Saying.FEW, Saying.ALL_BUT_FEW


@pytest.mark.parametrize(
    ("number", "size", "cell"),
    [
        (0, 30, Cell("a", FEW, size=30)),
        (4, 30, Cell("a", FEW, size=30)),
        (5, 30, Cell("a", EXACT, 5, 30)),
        (25, 30, Cell("a", EXACT, 25, 30)),
        (26, 30, Cell("a", ALMOST, size=30)),
        (30, 30, Cell("a", ALMOST, size=30)),
        (3, 4, Cell("a", FEW)),
        (7, 3, Cell("a", ALMOST)),
    ],
)
def test_neither_few_nor_all_but_few_are_numbers(number, size, cell):
    assert counted({"a": number}, {"a": size}).cells == [cell]


def test_the_sum_is_said_only_if_it_gives_nothing_away():
    sizes = {"teacher": 30, "office": 6}

    assert counted({"teacher": 10, "office": 3}, sizes).total is None
    assert counted({"teacher": 10}, {"teacher": 30}).total == 10


@given(
    st.dictionaries(
        st.sampled_from(["teacher", "office", "student", "principal"]),
        st.tuples(st.integers(0, 50), st.integers(0, 50)),
    )
)
def test_no_small_number_can_be_worked_out(groups):
    confirmed = {key: min(pair) for key, pair in groups.items()}
    sizes = {key: max(pair) for key, pair in groups.items()}

    found = counted(confirmed, sizes)

    for cell in found.cells:
        number = confirmed[cell.key]
        is_small = min(number, sizes[cell.key] - number) < FEWEST
        assert (cell.saying == EXACT) is not is_small
        assert not is_small or cell.number == 0
    hidden = [cell for cell in found.cells if cell.saying != EXACT]
    assert (found.total is None) is bool(hidden)
