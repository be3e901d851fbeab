"""What the database keeps of handed out logins, broken one by one."""

import pytest

from tests.breaking import assert_refused, changed, twice
from tests.factories.administration import HandoutEntryFactory, HandoutFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("handout_state_is_known", changed(HandoutFactory, state="x")),
        ("handout_done_is_part_of_total", changed(HandoutFactory, total=1, done=2)),
        ("handout_choices_are_known", changed(HandoutFactory, form="x")),
        ("handout_entry_once", twice(HandoutEntryFactory)),
        ("handout_entry_reason_is_known", changed(HandoutEntryFactory, left_out="x")),
        (
            "handout_entry_without_account_is_left_out",
            changed(HandoutEntryFactory, account=None),
        ),
        (
            "handout_entry_keeps_nothing_when_issued",
            changed(HandoutEntryFactory, is_issued=True, stored="x"),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
