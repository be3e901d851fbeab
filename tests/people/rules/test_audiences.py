"""To which audiences somebody belongs."""

import pytest

from eduport.core.audience import Audience
from eduport.people.rules.audiences import audiences_of

EVERYBODY = {Audience.PUBLIC}
SIGNED_IN = {*EVERYBODY, Audience.SIGNED_IN}
STAFF = {*SIGNED_IN, Audience.STAFF}


@pytest.mark.parametrize(
    ("roles", "audiences"),
    [
        ({"student"}, SIGNED_IN),
        ({"student", "teacher"}, SIGNED_IN),
        (set(), SIGNED_IN),
        ({"teacher"}, STAFF),
        ({"it_contact"}, STAFF),
        ({"school_admin"}, set(Audience)),
        ({"central_team"}, set(Audience)),
        ({"service_desk"}, set(Audience)),
    ],
)
def test_roles_open_what_is_for_them(roles, audiences):
    assert audiences_of(frozenset(roles), is_signed_in=True) == audiences


def test_visitors_read_what_is_public():
    assert audiences_of(frozenset(), is_signed_in=False) == {Audience.PUBLIC}
