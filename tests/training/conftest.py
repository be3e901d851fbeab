"""What the tests of training share."""

import pytest

from eduport.core.actor import Actor
from eduport.people.models import AdminRole


@pytest.fixture
def team():
    """The central team, as services know it."""
    return Actor("team", 1, None, frozenset(), frozenset({AdminRole.CENTRAL_TEAM}))
