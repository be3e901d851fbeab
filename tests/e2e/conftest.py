"""One portal and one browser for all tests of this kind."""

import pytest

from tests.e2e.browser import chromium
from tests.e2e.portal import running_portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    with running_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser
