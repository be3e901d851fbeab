"""The measurement itself; how fast it is, is no matter of a test."""

from eduport.sync.formats.benchmark import measure
from tests.sync.formats.rosters import FIXTURES


def test_a_measurement_counts_all_rows():
    found = measure(FIXTURES / "oneroster-1.2")

    assert found.rows == {
        "schools": 4,
        "sessions": 3,
        "persons": 4,
        "affiliations": 4,
        "groups": 3,
        "memberships": 3,
    }
    assert found.ratio > 0
