"""What the database keeps of erasures, broken one by one."""

import datetime as dt
from functools import partial

import pytest

from tests.breaking import assert_refused, changed, twice
from tests.factories.people import NOON
from tests.factories.privacy import ErasureRunFactory

pytestmark = pytest.mark.django_db
BEFORE = NOON - dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        (
            "erasure_run_one_at_a_time",
            twice(partial(ErasureRunFactory, finished_at=None)),
        ),
        (
            "erasure_run_ends_after_its_start",
            changed(ErasureRunFactory, finished_at=BEFORE),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
