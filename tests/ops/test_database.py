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


class User:
    """A process that uses the embedded server in a directory until it is told."""

    def __init__(self, directory):
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        assert self.url

    def leave(self):
        self.process.communicate()


@pytest.fixture
def new_user():
    """Makes users; all are gone after the test."""
    users = []

    def make(directory):
        users.append(User(directory))
        return users[-1]

    yield make
    for user in users:
        user.process.kill()
        user.process.communicate()


def answer(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT upper('ä')").fetchone()


def test_the_last_user_stops_the_server(tmp_path, new_user):
    directory = tmp_path / "it's a path" / "postgres"
    first, last = new_user(directory), new_user(directory)

    first.leave()
    assert answer(last.url) == ("Ä",)
    last.leave()

    with pytest.raises(psycopg.OperationalError):
        answer(last.url)


def test_a_killed_user_does_not_keep_the_server(tmp_path, new_user):
    killed, last = new_user(tmp_path / "postgres"), new_user(tmp_path / "postgres")

    killed.process.kill()
    assert answer(last.url) == ("Ä",)
    last.leave()

    with pytest.raises(psycopg.OperationalError):
        answer(last.url)


def test_a_long_path_gets_a_short_socket(tmp_path, new_user):
    directory = tmp_path / ("long" * 30) / "postgres"

    user = new_user(directory)

    assert answer(user.url) == ("Ä",)
    assert user.url == socket_url(directory)
    assert "longlong" not in user.url
    user.leave()


def test_a_server_that_does_not_start_says_why(tmp_path):
    directory = tmp_path / "postgres"
    directory.mkdir()
    (directory / "letter").write_text("somebody else's")

    with pytest.raises(EmbeddedPostgresError, match="did not start: initdb"):
        start_embedded(directory)
