"""What all tests share: a PostgreSQL, settings of their own, no network."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("EDUPORT_TEST_DIR", ROOT / "var/test"))

# Here and not in pyproject.toml: the settings must not be read before these lines.
os.environ["DJANGO_SETTINGS_MODULE"] = "eduport.config.settings"
os.environ["EDUPORT_DATA_DIR"] = str(DATA)
os.environ["EDUPORT_CONFIG"] = str(DATA / "absent.toml")
os.environ["EDUPORT_DEVELOPMENT"] = "true"
os.environ["EDUPORT_SECRET_KEY"] = "for tests only " * 5
os.environ["EDUPORT_LOG_LEVEL"] = "warning"
# Processes that tests start find the package too.
os.environ["PYTHONPATH"] = str(ROOT / "src")
# WhiteNoise warns of a missing directory, and warnings are errors here.
(DATA / "static").mkdir(parents=True, exist_ok=True)

from eduport.config.database import start_embedded  # noqa: E402 -- needs the above

if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = start_embedded(DATA / "postgres", is_durable=False)


import django  # noqa: E402 -- needs the database's address
import pytest  # noqa: E402 -- stands with the others below

django.setup()

from django.db import connection  # noqa: E402 -- needs the settings
from django.utils import translation  # noqa: E402 -- needs the settings

from eduport.accounts.queries.terms import (  # noqa: E402 -- needs the settings
    forget_cached_terms,
)
from eduport.accounts.views.signing_in import (  # noqa: E402 -- needs the settings
    LoginView,
)
from eduport.sso.services.keys import (  # noqa: E402 -- needs the settings
    forget_cached_keys,
)
from eduport.status.queries import forget_notices  # noqa: E402 -- needs the settings
from tests.template import migrated_template  # noqa: E402 -- needs the settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Copy a database that has all migrations: they take longer than many tests."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template(DATA)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Let tests that commit be tidied up after: that empties every table, logs too."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for log in ("logentry", "securityevent"):
            cursor.execute(f"ALTER TABLE audit_{log} DISABLE TRIGGER {log}_not_emptied")


@pytest.fixture(autouse=True)
def default_language():
    """Requests leave the language of the last browser behind; the next test begins."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def fresh_process():
    """A process remembers for some seconds what it read; a test begins without that."""
    forget_cached_terms()
    LoginView.kept.clear()
    forget_cached_keys()
    forget_notices()
