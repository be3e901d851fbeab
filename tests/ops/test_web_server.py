"""What the web server does before it answers anybody."""

import gc
import sys

import pytest

from eduport.ops.web_server import settle


@pytest.fixture
def collected():
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("collected")
def test_what_stays_for_good_is_loaded_and_no_longer_looked_at():
    settle()

    assert "eduport.administration.views.persons" in sys.modules
    assert gc.get_freeze_count() > 10_000
    # What is left to look at was made by this test and what runs it.
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10
