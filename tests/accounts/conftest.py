"""What tests of accounts share."""

import pytest
from django.contrib.auth.hashers import make_password

from tests.accounts.browsing import SENTENCE
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    AddressFactory,
    AffiliationFactory,
    PersonFactory,
)


@pytest.fixture(scope="session")
def hashed():
    return make_password(SENTENCE)


@pytest.fixture
def ada(hashed):
    """Somebody with a password, who teaches."""
    person = PersonFactory(home_school__code="xy")
    AddressFactory(person=person)
    AffiliationFactory(person=person)
    return AccountFactory(
        person=person, username="ada.berg@xy.hamburg.de", password=hashed
    )
