"""What tests of accounts share."""

import pytest

from eduport.accounts.queries.terms import forget_cached_terms


@pytest.fixture(autouse=True)
def fresh_terms():
    """A test's terms are gone after it, but the process would remember them."""
    forget_cached_terms()
    yield
    forget_cached_terms()
