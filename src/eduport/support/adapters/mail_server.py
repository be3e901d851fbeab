"""The listener that takes answers by mail: LMTP (RFC 2033), or SMTP (RFC 5321).

`aiosmtpd` speaks; here stands what we say, and how mail is received: of any size up to
the limit, in lines of any length, and never more of it in memory.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from anyascii import anyascii
from django.db import Error, close_old_connections
from django.utils import timezone
from django.utils.translation import override

from eduport.core.errors import DomainError
from eduport.support.errors import NoSuchReplyAddressError, TooMuchMailError
from eduport.support.rules.reply_addresses import Answer
from eduport.support.services.mail import check_recipient, store_mail

logger = logging.getLogger(__name__)
T = TypeVar("T")
MOST_RECIPIENTS = 20
STOP_SECONDS = 20
END, NEW_LINE = b".\r\n", b"\r\n"
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ü": "Ue"})
LATER = "451 4.3.0 Bitte spaeter noch einmal. / Please try again later."
TOO_LARGE = "552 5.3.4 Die Mail ist zu gross. / The mail is too large."
CODES = {
    NoSuchReplyAddressError: "550 5.1.1",
    # RFC 3463 §3.8; the mail server tries again.
    TooMuchMailError: "451 4.7.1",
}
TAKEN = "250 2.0.0 OK"
BUSY = "421 4.7.0 Zu viele Verbindungen. / Too many connections."


class Mail(Envelope):
    """A mail on its way in: to what it answers, one for each recipient."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []


class Intake:
    """What we say to a mail server. Rows are read and written in threads."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, session: Session, _mail: Mail, host: str, said: list[str]
    ) -> list[str]:
        session.host_name = host
        return [*said[:-1], "250-PIPELINING", "250-ENHANCEDSTATUSCODES", said[-1]]

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, mail: Mail, to: str, _options: Any
    ) -> str:
        if len(mail.answers) >= MOST_RECIPIENTS:
            return "452 4.5.3 Zu viele Empfaenger. / Too many recipients."
        try:
            answer = await self._in_thread(partial(_check, to))
        except DomainError as error:
            return refusal(error)
        except Error:
            logger.exception("The database does not answer")
            return LATER
        mail.rcpt_tos.append(to)
        mail.answers.append(answer)
        return "250 2.1.5 OK"

    async def take(self, mail: Mail, content: bytearray) -> list[str]:
        """Store the mail for each recipient; says for each what became of it."""
        sender = "" if mail.mail_from == "<>" else mail.mail_from or ""
        said = []
        for answer in mail.answers:
            store = partial(_store, answer, content, sender)
            try:
                await self._in_thread(store)
            except Error:
                logger.exception("A mail could not be stored")
                said.append(LATER)
            else:
                said.append(TAKEN)
        return said

    async def handle_exception(self, error: Exception) -> str:
        logger.error("A conversation was interrupted", exc_info=error)
        return LATER

    async def _in_thread(self, call: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, call)


def _check(address: str) -> Answer:
    close_old_connections()
    return check_recipient(address, at=timezone.now())


def _store(answer: Answer, content: bytearray, sender: str) -> None:
    close_old_connections()
    store_mail(answer, content, envelope_from=sender, at=timezone.now())


def refusal(error: DomainError) -> str:
    """A refusal, which ends in the sender's mailbox: German and English, in ASCII."""
    code = CODES.get(type(error), "550 5.7.1")
    with override("de"):
        german = str(error)
    with override("en"):
        english = str(error)
    return f"{code} {anyascii(german.translate(UMLAUTS))} / {anyascii(english)}"


class Conversation(SMTP):
    """A connection of a mail server that speaks SMTP."""

    # Mail programs write longer lines than RFC 5321 §4.5.3.1.6 allows.
    line_length_limit = 65_536
    answers_each = False
    envelope: Mail
    event_handler: Intake

    def __init__(self, *args: Any, opened: set["Conversation"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = opened
        self.idle = asyncio.Event()
        self.idle.set()

    def _create_envelope(self) -> Mail:
        return Mail()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._opened.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._opened.discard(self)
        super().connection_lost(error)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 -- aiosmtpd's name
        """Receive a mail; answered when it is stored for every recipient.

        The library's own way keeps every line, answers LMTP but once, and lets a line
        without end grow in memory.
        """
        if arg or not self.envelope.answers:
            await self.push("501 5.5.4 DATA" if arg else "503 5.5.1 RCPT first")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self.idle.clear()
        try:
            said = await self._taken(await self._content())
        finally:
            self.idle.set()
        self.envelope = self._create_envelope()
        for line in said:
            await self.push(line)

    async def _taken(self, content: bytearray | None) -> list[str]:
        mail = self.envelope
        if content is None:
            said = [TOO_LARGE] * len(mail.answers)
        else:
            said = await self.event_handler.take(mail, content)
        # Of SMTP there is one answer for all: what was stored already stays so.
        return said if self.answers_each else [max(said)]

    async def _content(self) -> bytearray | None:
        """The mail without its dots (RFC 5321 §4.5.2); None if it was too large."""
        content, begins_line, limit = bytearray(), True, self.data_size_limit or 0
        size = 0
        while True:
            line = await self._piece()
            if begins_line and line == END:
                return content if size <= limit else None
            if begins_line and line.startswith(b"."):
                line = line[1:]
            begins_line = line.endswith(NEW_LINE)
            size += len(line)
            if size <= limit:
                content += line
            else:
                # Read to its end, but not kept: so the other side hears why.
                content.clear()

    async def _piece(self) -> bytes:
        try:
            return await self._reader.readuntil(NEW_LINE)
        except asyncio.LimitOverrunError as error:
            return await self._reader.read(error.consumed)


class LocalConversation(Conversation, LMTP):
    """The same in LMTP: an answer for each recipient (RFC 2033 §4.2)."""

    answers_each = True


class Busy(asyncio.Protocol):
    """Says that there are enough, and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- for mypy
        transport.write(BUSY.encode() + NEW_LINE)
        transport.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where and how mail is taken."""

    bind: str
    domain: str
    is_local: bool
    megabytes: int
    connections: int
    seconds: int


class MailServer:
    """Listens until it is told to stop, and finishes what was begun."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._opened: set[Conversation] = set()
        # Few: each may hold a large mail while PostgreSQL takes it.
        self._threads = ThreadPoolExecutor(2, "intake")
        self._intake = Intake(self._threads)

    async def run(self, stopping: asyncio.Event) -> None:
        host, _, port = self._listening.bind.rpartition(":")
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self._answer, host.strip("[]"), int(port))
        bound = server.sockets[0].getsockname()
        logger.info("Mail is taken at %s:%s", *bound[:2])
        await stopping.wait()
        server.close()
        await self._finish()
        self._threads.shutdown()

    def _answer(self) -> asyncio.BaseProtocol:
        listening = self._listening
        if len(self._opened) >= listening.connections:
            return Busy()
        kind = LocalConversation if listening.is_local else Conversation
        return kind(
            self._intake,
            opened=self._opened,
            data_size_limit=listening.megabytes * 1024 * 1024,
            enable_SMTPUTF8=True,
            hostname=listening.domain,
            ident="eduPort",
            timeout=listening.seconds,
            loop=asyncio.get_running_loop(),
        )

    async def _finish(self) -> None:
        """Let mail that is on its way come in; then hang up."""
        waiting = [one.idle.wait() for one in self._opened]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*waiting), STOP_SECONDS)
        for one in list(self._opened):
            if one.transport:
                one.transport.close()
