"""What the database keeps of the logs, broken one by one."""

import pytest

from eduport.audit.models import Chain, LogEntry, SecurityEvent
from tests.breaking import assert_refused, changed
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


def entries(log, *places):
    """Entries with these places; one without a place has a seal, and so is wrong."""

    def write():
        for place in places:
            log.objects.create(
                action="people.person.released",
                subject="people.Person",
                subject_id=1,
                at=NOON,
                place=place,
                seal=b"x",
            )

    return write


def chain():
    return Chain.objects.create(
        log="another",
        last_place=1,
        last_seal=b"x",
        purged_place=1,
        purged_seal=b"x",
        seal=b"x",
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("logentry_place_once", entries(LogEntry, 1, 1)),
        ("logentry_place_has_a_seal", entries(LogEntry, None)),
        ("securityevent_place_once", entries(SecurityEvent, 1, 1)),
        ("securityevent_place_has_a_seal", entries(SecurityEvent, None)),
        ("chain_ends_after_its_start", changed(chain, last_place=0)),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
