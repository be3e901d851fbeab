"""Sending something to an address that a person typed, and nowhere else."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from eduport.gateway.rules.networks import is_allowed_target, is_safe_url

TIMEOUT = 10
LONGEST = 20
"""So many seconds all of it may take: who drips its answer holds up nobody."""


class UnreachableError(Exception):
    """There was no answer; says why in a few words, without what the server said."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where we may go besides the Internet."""

    networks: Sequence[str] = ()
    allow_loopback: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: its status, and how long it wants to be left alone."""

    status: int
    retry_after: int | None = None

    @property
    def is_taken(self) -> bool:
        return self.status // 100 == 2  # noqa: PLR2004 -- 2xx


def post(url: str, body: str, headers: Mapping[str, str], *, reach: Reach) -> Answer:
    """Post a text. Follows no redirect. Raises UnreachableError.

    The name is looked up once, and we connect to the very address that was checked: a
    name that leads elsewhere a moment later leads nowhere.
    """
    if not is_safe_url(url, allow_loopback=reach.allow_loopback):
        raise UnreachableError("address not allowed")
    parts = urlsplit(url)
    line = _Line(parts, _addresses_of(parts, reach))
    path = parts._replace(scheme="", netloc="").geturl() or "/"
    alarm = threading.Timer(LONGEST, _hang_up, [line])
    alarm.daemon = True
    alarm.start()
    try:
        with closing(line):
            line.request("POST", path, body.encode(), dict(headers))
            answer = line.getresponse()
            return Answer(answer.status, _seconds(answer.headers.get("Retry-After")))
    except ssl.SSLError as error:
        raise UnreachableError("certificate or encryption") from error
    except TimeoutError as error:
        raise UnreachableError("no answer in time") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(type(error).__name__) from error
    finally:
        alarm.cancel()


def _hang_up(line: http.client.HTTPConnection) -> None:
    if line.sock:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 7 else None  # noqa: PLR2004


def _addresses_of(parts: SplitResult, reach: Reach) -> list[str]:
    """The addresses behind a name, if all that it leads to are allowed."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError("name not found") from error
    addresses = [str(entry[4][0]) for entry in found]
    for one in addresses:
        if not is_allowed_target(
            one, reach.networks, allow_loopback=reach.allow_loopback
        ):
            raise UnreachableError("address not allowed")
    return list(dict.fromkeys(addresses))


class _Line(http.client.HTTPConnection):
    """Connects to addresses that were checked; expects the certificate of the name."""

    def __init__(self, parts: SplitResult, addresses: Sequence[str]) -> None:
        self.is_secure = parts.scheme == "https"
        port = parts.port or (443 if self.is_secure else 80)
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT)
        self.addresses = addresses
        # Only another port than the usual one stands in the header Host.
        self.default_port = 443 if self.is_secure else 80

    def connect(self) -> None:
        *others, last = self.addresses
        for address in others:
            # A network may know names of the new Internet and have no way into it.
            with suppress(OSError):
                self._connect_to(address)
                return
        self._connect_to(last)

    def _connect_to(self, address: str) -> None:
        plain = socket.create_connection((address, self.port), self.timeout)
        self.sock = plain
        if self.is_secure:
            trust = ssl.create_default_context()
            self.sock = trust.wrap_socket(plain, server_hostname=self.host)
