"""What the database keeps of sync runs, broken one by one."""

import pytest

from eduport.sync.models import RunState, SchoolPlan, SyncRun
from tests.breaking import assert_refused, changed, twice
from tests.factories.people import NOON, SourceFactory

pytestmark = pytest.mark.django_db


def run():
    return SyncRun.objects.create(
        source=SourceFactory(), state=RunState.READING, started_at=NOON
    )


def plan():
    return SchoolPlan.objects.create(run=run(), unit=1, name="Hafen")


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("run_one_at_a_time", twice(run)),
        ("run_state_is_known", changed(run, state="x")),
        ("school_plan_once", twice(plan)),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
