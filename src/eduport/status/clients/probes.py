"""Asking a server whether it works, by the protocol that it speaks."""

import imaplib
import socket
import ssl
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

import psycopg

REFUSED_FROM = 400
# RFC 4511 §4.2: an LDAPMessage with a bind request, version 3, no name, no password.
LDAP_BIND = bytes.fromhex("300c020101600702010304008000")
LDAP_BIND_RESPONSE = 0x61
# RFC 4511 §4.1.9: who wants more than an anonymous bind works, and says so.
LDAP_ANSWERS = {0, 8, 13, 48, 49, 53}
LONGEST_FAULT = 200


class ProbeError(Exception):
    """The server does not work; says why in a few words, for the desk."""


def http(target: str, timeout: float) -> None:
    """A page answers, and not with an error. Redirects are an answer."""
    url = urlsplit(target)
    kinds = {"http": HTTPConnection, "https": HTTPSConnection}
    if url.scheme not in kinds or not url.hostname:
        raise ProbeError("not an address with http:// or https://")
    with closing(kinds[url.scheme](url.hostname, url.port, timeout=timeout)) as line:
        path = url._replace(scheme="", netloc="", fragment="").geturl() or "/"
        line.request("GET", path, headers={"User-Agent": "eduPort status check"})
        status = line.getresponse().status
    if status >= REFUSED_FROM:
        raise ProbeError(f"answers {status}")


def is_answering(target: str, timeout: float) -> bool:
    """Whether a page answers, and not with an error."""
    try:
        http(target, timeout)
    except (ProbeError, OSError, HTTPException):
        return False
    return True


def tcp(target: str, timeout: float) -> None:
    """Somebody listens."""
    _connect(urlsplit(target if "//" in target else f"//{target}"), 0, timeout).close()


def imap(target: str, timeout: float) -> None:
    """A mail server greets and answers a NOOP (RFC 9051)."""
    url = urlsplit(target)
    host = url.hostname or ""
    if url.scheme == "imaps":
        context = ssl.create_default_context()
        port = url.port or 993
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, port, ssl_context=context, timeout=timeout
        )
    else:
        server = imaplib.IMAP4(host, url.port or 143, timeout=timeout)
    try:
        answer, _ = server.noop()
        if answer != "OK":
            raise ProbeError(f"answers {answer}")
    finally:
        server.logout()


def ldap(target: str, timeout: float) -> None:
    """A directory answers an anonymous bind, if only that it wants a name."""
    url = urlsplit(target)
    is_secure = url.scheme == "ldaps"
    with closing(_connect(url, 636 if is_secure else 389, timeout)) as plain:
        line = plain
        if is_secure:
            context = ssl.create_default_context()
            line = context.wrap_socket(plain, server_hostname=url.hostname)
        line.sendall(LDAP_BIND)
        code = _bind_result(line.recv(1024))
        line.close()
    if code is None:
        raise ProbeError("speaks no LDAP")
    if code not in LDAP_ANSWERS:
        raise ProbeError(f"answers {code}")


def _bind_result(answer: bytes) -> int | None:
    """The result code: message, number, response, then ENUMERATED of length 1."""
    place = answer.find(bytes([LDAP_BIND_RESPONSE]))
    if place < 0 or not answer.startswith(b"\x30"):
        return None
    start = answer.find(b"\x0a\x01", place)
    return answer[start + 2] if 0 <= start < len(answer) - 2 else None


def sql(url: str, timeout: float) -> None:
    """A PostgreSQL server answers a query."""
    seconds = max(1, int(timeout))
    options = f"-c statement_timeout={seconds * 1000}"
    with psycopg.connect(
        url, connect_timeout=seconds, autocommit=True, options=options
    ) as line:
        line.execute("SELECT 1")


def command(arguments: Sequence[str], timeout: float) -> None:
    """A program of the operator ends with 0; its last line says why if not."""
    done = subprocess.run(  # noqa: S603 -- from the settings, never from a page
        list(arguments),
        check=False,
        capture_output=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise ProbeError(lines[-1] if lines else f"ended with {done.returncode}")


def fault_of(probe: Callable[[], None]) -> str:
    """Ask, and say in a few words what is wrong; nothing if all is well."""
    try:
        probe()
    except ProbeError as error:
        return str(error)[:LONGEST_FAULT]
    except (TimeoutError, subprocess.TimeoutExpired):
        return "does not answer in time"
    except (OSError, HTTPException, imaplib.IMAP4.error, ValueError) as error:
        return _in_words(error)
    except psycopg.Error as error:
        # What the driver says may hold the password.
        return type(error).__name__
    return ""


def _in_words(error: Exception) -> str:
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(words)[:LONGEST_FAULT]


def _connect(url: SplitResult, port: int, timeout: float) -> socket.socket:
    if not url.hostname or not (url.port or port):
        raise ProbeError("not an address with host and port")
    return socket.create_connection((url.hostname, url.port or port), timeout)
