"""What tests of the statistics share: an empty counter."""

import pytest

from eduport.stats.services import counting


@pytest.fixture(autouse=True)
def counter():
    """The counter of this process, emptied before and after."""
    counting.counter.counts.clear()
    counting.counter.sign_ins.clear()
    yield counting.counter
    counting.counter.counts.clear()
    counting.counter.sign_ins.clear()
