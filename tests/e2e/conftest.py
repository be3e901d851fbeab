"""One portal and one browser for all tests of this kind."""

from pathlib import Path

import pytest

from tests.e2e.browser import CHROMIUM, chromium
from tests.e2e.portal import running_portal


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    with running_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists():
        pytest.fail(
            "Tests with a browser need Chromium, on Debian: apt install chromium"
        )
    with chromium() as browser:
        yield browser
