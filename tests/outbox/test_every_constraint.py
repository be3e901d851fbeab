"""What the database keeps of mail that waits, broken one by one."""

import pytest

from tests.breaking import assert_refused, changed
from tests.factories.outbox import WaitingMailFactory
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("waiting_mail_expires_later", changed(WaitingMailFactory, expires_at=NOON)),
        (
            "waiting_mail_is_a_letter_or_a_copy",
            changed(WaitingMailFactory, recipient="ada@x.de"),
        ),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
