"""What the tests of the sync share: a feed, and a small city."""

import pytest
from django.utils import translation

from tests.sync.rosters import City, Feed


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared as they are written, compiled translations or not."""
    with translation.override("en"):
        yield


@pytest.fixture
def feed(tmp_path, db):
    """The feed of the city."""
    return Feed(tmp_path)


@pytest.fixture
def city():
    """Two schools with a class, a team and people who belong to both."""
    city = City()
    city.school("A", name="Ada School")
    city.school("B", name="Boole School")
    city.person("t1", "Ada Berg", "A:teacher")
    city.person("t2", "Emmy Noether", "A:teacher", "B:teacher")
    city.person("t3", "Max Planck", "B:principal")
    city.person("s1", "Anna Meyer", "A:student")
    city.person("s2", "Björn von Ahn", "A:student", call="Bo")
    city.person("s3", "Cem Öz", "B:student")
    city.group("7a", "A", members=["s1", "s2"], leaders=["t1"])
    city.group("7b", "B", members=["s3"], leaders=["t3"])
    city.group("team", "A", "Steuergruppe", kind="team", members=["t1", "t2"])
    return city
