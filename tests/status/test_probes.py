"""Asking real servers whether they work."""

import os
import socket
from functools import partial

import pytest

from eduport.status.clients import probes
from tests.status.servers import directory, free_port, mail_server, web_server

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]


def fault(probe, target, timeout=5):
    return probes.fault_of(partial(probe, target, timeout))


@pytest.mark.parametrize(
    ("status", "words"),
    [(200, ""), (302, ""), (404, "answers 404"), (503, "answers 503")],
)
def test_a_page_is_well_unless_it_answers_with_an_error(status, words):
    with web_server(status) as server:
        said = fault(probes.http, f"http://127.0.0.1:{server.server_port}/live?x=1#y")

    assert said == words
    assert server.asked == ["/live?x=1"]


def test_who_is_silent_does_not_answer_in_time():
    with web_server(pause=1) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        assert fault(probes.http, url, 0.2) == "does not answer in time"


@pytest.mark.parametrize("target", ["ftp://example.org", "https://", "nonsense"])
def test_what_is_no_web_address_is_refused_in_words(target):
    assert fault(probes.http, target) == "not an address with http:// or https://"


def test_a_certificate_that_nobody_signed_is_a_fault():
    with web_server() as server:
        said = fault(probes.http, f"https://127.0.0.1:{server.server_port}")

    assert "SSL" in said


def test_somebody_listens_or_nobody():
    with web_server() as server:
        assert fault(probes.tcp, f"127.0.0.1:{server.server_port}") == ""
    assert fault(probes.tcp, f"127.0.0.1:{free_port()}") == "Connection refused"
    assert fault(probes.tcp, "127.0.0.1") == "not an address with host and port"


def test_a_mail_server_greets(tmp_path):
    with mail_server(tmp_path) as port:
        assert fault(probes.imap, f"imap://127.0.0.1:{port}") == ""
    assert fault(probes.imap, f"imap://127.0.0.1:{port}") == "Connection refused"


def test_a_web_server_is_no_mail_server():
    with web_server() as server:
        assert fault(probes.imap, f"imap://127.0.0.1:{server.server_port}", 1) != ""


def test_a_directory_answers_a_bind(tmp_path):
    with directory(tmp_path) as port:
        assert fault(probes.ldap, f"ldap://127.0.0.1:{port}") == ""
    assert fault(probes.ldap, f"ldap://127.0.0.1:{port}") == "Connection refused"


def test_what_speaks_otherwise_is_no_directory():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        peer = socket.create_connection(("127.0.0.1", port))
        peer.close()

        assert fault(probes.ldap, f"ldap://127.0.0.1:{port}", 0.3) != ""


def test_a_database_answers_or_its_password_stays_secret():
    assert fault(probes.sql, os.environ["DATABASE_URL"]) == ""
    said = fault(probes.sql, f"postgresql://u:geheim@127.0.0.1:{free_port()}/x")
    assert said == "OperationalError"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 0", ""),
        ("echo checking; echo disk full >&2; exit 2", "disk full"),
        ("echo only this; exit 1", "only this"),
        ("exit 3", "ended with 3"),
        ("sleep 5", "does not answer in time"),
    ],
)
def test_an_own_command_says_what_is_wrong(script, words):
    assert fault(probes.command, ["/bin/sh", "-c", script], 1) == words


def test_a_command_that_is_not_there_is_a_fault():
    assert fault(probes.command, ["/no/such/program"]) == "No such file or directory"
