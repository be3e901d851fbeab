"""The embedded PostgreSQL."""

import subprocess
import sys

import psycopg
import pytest

from eduport.config.database import EmbeddedPostgresError, socket_url, start_embedded

pytestmark = pytest.mark.slow
SCRIPT = """
import pathlib, sys
from eduport.config.database import start_embedded
print(start_embedded(pathlib.Path(sys.argv[1]), is_durable=False), flush=True)
sys.stdin.read()
"""


def user_of(directory):
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_last_user_stops_the_server(tmp_path):
    directory = tmp_path / "it's a path" / "postgres"
    users = [user_of(directory), user_of(directory)]
    (url,) = {user.stdout.readline().strip() for user in users}

    users[0].communicate()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT upper('ä')").fetchone() == ("Ä",)
    users[1].communicate()

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_killed_user_does_not_keep_the_server(tmp_path):
    users = [user_of(tmp_path / "postgres"), user_of(tmp_path / "postgres")]
    (url,) = {user.stdout.readline().strip() for user in users}

    users[0].kill()
    users[0].communicate()
    users[1].communicate()

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_long_path_gets_a_short_socket(tmp_path):
    directory = tmp_path / ("long" * 30) / "postgres"

    user = user_of(directory)
    url = user.stdout.readline().strip()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    user.communicate()

    assert url == socket_url(directory)
    assert "longlong" not in url


def test_a_server_that_does_not_start_says_why(tmp_path):
    directory = tmp_path / "postgres"
    directory.mkdir()
    (directory / "letter").write_text("somebody else's")

    with pytest.raises(EmbeddedPostgresError, match="did not start: initdb"):
        start_embedded(directory)
