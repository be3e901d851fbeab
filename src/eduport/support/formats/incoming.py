"""Mail as it came: bytes from anybody, read within bounds of time and memory.

Python's parser is used with its old policy, which keeps headers as text: the new one
takes time that grows with the square of a header. What could take long is looked for
before, in the bytes: that costs no more than copying them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from itertools import islice

from eduport.support.formats.mail_text import (
    decoded_header,
    text_of_bytes,
    text_of_html,
    visible,
)
from eduport.support.rules.mail_kinds import Marks
from eduport.support.types import Upload

MOST_LINES = 1_000_000
MOST_NESTED = 60
MOST_PARTS = 200
MOST_HEADERS = 1000
# Lines that could divide parts, before the parser makes something of each.
_MOST_BOUNDARIES = 20_000
_LONGEST_HEADER = 8_000
_LONGEST_TEXT = 400_000
_NESTING = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:[^<>]*<)?\s*([^<>()\[\]\s,;:\"@]+@[A-Za-z0-9.-]+)\s*>?\s*")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_NAMES = re.compile(
    rb"^(?:message-id|from):\s*(\S.{0,500})", re.IGNORECASE | re.MULTILINE
)
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"


Content = bytes | bytearray
"""A mail as it came. As large as it may be, it is copied as rarely as possible."""


class UnreadableMailError(Exception):
    """It is built to be a burden, or broken so that nothing can be said about it."""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says. Nothing about it is known to be true."""

    sender: str
    subject: str
    text: str
    attachments: tuple[Upload, ...]
    marks: Marks
    authentication: tuple[str, ...]
    is_encrypted: bool = False
    is_calendar: bool = False


class _Bounded(Compat32):
    """Headers of a length that nothing takes long with."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


_POLICY = _Bounded()


def read_mail(content: bytes) -> ReadMail:
    """Read a mail. Raises UnreadableMailError if it is built to be a burden."""
    _check(content)
    message = message_from_bytes(content, policy=_POLICY)
    lines = [(name.lower(), value) for name, value in message.raw_items()]
    if len(lines) > MOST_HEADERS:
        raise UnreadableMailError("too many headers")
    # The first of each name.
    headers = dict(reversed(lines))
    parts = _Parts()
    for part in _leaves(message):
        parts.add(part)
    return ReadMail(
        sender=_sender(_all(lines, "from")),
        subject=decoded_header(headers.get("subject", "")),
        text=parts.text,
        attachments=tuple(parts.attachments),
        marks=Marks(headers, _report(message), len(_all(lines, "received"))),
        authentication=tuple(_all(lines, "authentication-results")),
        is_encrypted=_is_encrypted(message) or _ENCRYPTED in parts.text,
        is_calendar=parts.has_calendar and not parts.text.strip(),
    )


def name_of(content: Content) -> bytes:
    """What names a mail among all: Message-ID and From, out of the headers' bytes."""
    head = content[:100_000]
    end = _END_OF_HEADERS.search(head)
    return b" ".join(_NAMES.findall(head[: end.start()] if end else head))


def body_of(content: Content) -> memoryview:
    """What follows the headers: the same on whatever way a mail came. No copy."""
    end = _END_OF_HEADERS.search(content)
    return memoryview(content)[end.end() if end else 0 :]


def _check(content: bytes) -> None:
    if content.count(b"\n") > MOST_LINES:
        raise UnreadableMailError("too many lines")
    if content.count(b"\n--") > _MOST_BOUNDARIES:
        raise UnreadableMailError("too many parts")
    nested = islice(_NESTING.finditer(content), MOST_NESTED, None)
    if next(nested, None):
        raise UnreadableMailError("too many parts in each other")


def _all(lines: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in lines if key == name]


def _sender(lines: list[str]) -> str:
    """The address in From; empty if there are several, or it cannot be told which."""
    if len(lines) != 1:
        return ""
    found = _ADDRESS.fullmatch(_QUOTED.sub("", lines[0][:1000]).strip())
    # An address with letters that cannot be shown is nobody's.
    return found[1].lower() if found and visible(found[1]) == found[1] else ""


def _report(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return str(message.get_param("report-type") or "unknown").lower()


def _is_encrypted(message: Message) -> bool:
    kind = message.get_content_type()
    return kind == "multipart/encrypted" or "pkcs7-mime" in kind


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; mails in the mail stay as they are."""
    waiting, count = [message], 0
    while waiting:
        part = waiting.pop()
        count += 1
        if count > MOST_PARTS:
            raise UnreadableMailError("too many parts")
        inner = part.get_payload() if part.is_multipart() else None
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(reversed(_shown(inner)))
        else:
            yield part


def _shown(parts: Sequence[object]) -> list[Message]:
    return [part for part in parts[: MOST_PARTS + 1] if isinstance(part, Message)]


class _Parts:
    """Text, and files, in the order in which they stand."""

    def __init__(self) -> None:
        self._plain: list[str] = []
        self._html: list[str] = []
        self.attachments: list[Upload] = []
        self.has_calendar = False

    @property
    def text(self) -> str:
        plain = "\n".join(self._plain)
        return plain if plain.strip() else "\n".join(self._html)

    def add(self, part: Message) -> None:
        kind, name = part.get_content_type(), _file_name(part)
        is_file = bool(name) or part.get_content_disposition() == "attachment"
        if kind == "text/calendar":
            self.has_calendar = True
        elif kind == "text/plain" and not is_file:
            self._plain.append(_text(part))
        elif kind == "text/html" and not is_file:
            self._html.append(text_of_html(_text(part)))
        elif not _is_signature(kind):
            self.attachments.append(Upload(name or _name_by(kind), _bytes(part)))


def _is_signature(kind: str) -> bool:
    """Signatures of mails, and reports of delivery: nothing that anybody opens."""
    signatures = {"application/pgp-signature", "application/pgp-keys"}
    return "pkcs7-signature" in kind or kind in signatures or "delivery-status" in kind


def _file_name(part: Message) -> str:
    return decoded_header(str(part.get_filename() or ""))[:200]


def _name_by(kind: str) -> str:
    return "mail.eml" if kind == "message/rfc822" else kind.replace("/", ".")


def _text(part: Message) -> str:
    """The text of a part; of a long one its beginning."""
    try:
        payload = part.get_payload()
    except ValueError:  # from Python, at an encoding with a zero byte in its name
        part.replace_header("Content-Type", part.get_content_type())
        payload = part.get_payload()
    if isinstance(payload, str) and len(payload) > _LONGEST_TEXT:
        part.set_payload(payload[:_LONGEST_TEXT])
    charset = part.get_content_charset() or ""
    return text_of_bytes(_bytes(part), charset)


def _bytes(part: Message) -> bytes:
    if part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
