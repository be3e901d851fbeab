"""A browser that costs next to nothing: one kept connection, cookies, no more."""

import re
import socket
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

PASSWORD = "Kranich-Anker-Leuchtturm-7"  # noqa: S105 -- of invented people
REDIRECT_URI = "https://bench.example/callback"
VERIFIER = "v" * 43
CHALLENGE = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM"
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)
CLOSING = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


class BadAnswerError(Exception):
    """The server said something that a figure must not count."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, where to go, and the body."""

    status: int
    location: str
    body: bytes

    def expect(self, status: int) -> Self:
        if self.status != status:
            raise BadAnswerError(f"{self.status} instead of {status}: {self.body!r}")
        return self


class Browser:
    """Keeps one connection and the cookies it gets."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[bytes, bytes] = {}
        self._connection: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        body = urlencode(fields).encode()
        heading = (
            f"POST {path} HTTP/1.1\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\n"
        )
        return self._ask(heading, body)

    def sign_in(self, login: str) -> None:
        """Ask for the page and send the form, as somebody new at another machine."""
        self.cookies.clear()
        self._close()
        page = self.get("/accounts/login/").expect(200)
        token = TOKEN.search(page.body)
        fields = {
            "login": login,
            "password": PASSWORD,
            "csrfmiddlewaretoken": token[1].decode() if token else "",
        }
        self.post("/accounts/login/", fields).expect(302)

    def sign_in_at_service(self, client_id: str, client_secret: str) -> None:
        """A code for the session, and the tokens for the code."""
        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile email",
            "state": "some-state",
            "nonce": "some-nonce",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        }
        answer = self.get(f"/oidc/authorize?{urlencode(query)}").expect(302)
        fields = {
            "grant_type": "authorization_code",
            "code": parse_qs(urlsplit(answer.location).query)["code"][0],
            "redirect_uri": REDIRECT_URI,
            "code_verifier": VERIFIER,
            "client_id": client_id,
            "client_secret": client_secret,
        }
        # The service asks by itself: without the person's cookies.
        kept, self.cookies = self.cookies, {}
        self.post("/oidc/token", fields).expect(200)
        self.cookies = kept

    def _ask(self, heading: str, body: bytes) -> Answer:
        cookies = b"; ".join(b"=".join(pair) for pair in self.cookies.items())
        host = f"Host: 127.0.0.1:{self.port}\r\nCookie: "
        request = heading.encode() + host.encode() + cookies + b"\r\n\r\n" + body
        head, _, rest = self._exchange(request).partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        missing = int(length[1]) - len(rest) if length else 0
        while missing > 0:
            part = self._socket().recv(65536)
            rest += part
            missing -= len(part)
        if CLOSING.search(head):
            self._close()
        self.cookies.update(COOKIE.findall(head))
        location = LOCATION.search(head)
        return Answer(int(head[9:12]), location[1].decode() if location else "", rest)

    def _exchange(self, request: bytes) -> bytes:
        """Send a request; the answer at least up to the end of its head."""
        try:
            self._socket().sendall(request)
            received = self._socket().recv(65536)
        except ConnectionError:
            received = b""
        if not received:
            # The server closes a connection that was idle for long; browsers ask again.
            self._close()
            self._socket().sendall(request)
        while b"\r\n\r\n" not in received:
            part = self._socket().recv(65536)
            if not part:
                raise BadAnswerError("the server closed the connection")
            received += part
        return received

    def _socket(self) -> socket.socket:
        if not self._connection:
            address = "127.0.0.1", self.port
            self._connection = socket.create_connection(address, timeout=60)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection

    def _close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
