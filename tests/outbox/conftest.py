"""A real mail server, with TLS and passwords as asked for."""

import asyncio
import ssl
import threading
import warnings
from contextlib import contextmanager
from functools import partial

import pytest
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, AuthResult

from eduport.config.mail import smtp_settings
from eduport.outbox.formats import read_message
from tests.outbox.certificates import make_certificate

PASSWORD = "p@ss/word: #"


@contextmanager
def running(protocol, *, port, tls):
    """A server in a thread of its own; gives its port."""
    loop, conversations = asyncio.new_event_loop(), []

    def answer():
        conversations.append(protocol(loop))
        return conversations[-1]

    server = loop.run_until_complete(
        loop.create_server(answer, "127.0.0.1", port, ssl=tls)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(end(conversations))
        loop.close()


async def end(conversations):
    """Hang up, so that no socket is left open."""
    for conversation in conversations:
        if conversation.transport:
            conversation.transport.abort()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)


class Inbox(Message):
    """Keeps what comes. `refusal` is said instead of taking a mail."""

    def __init__(self):
        super().__init__()
        self.received, self.refusal = [], None

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server, session, envelope, address, options
    ):
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def prepare_message(self, session, envelope):
        self.received.append(read_message(envelope.content))
        return super().prepare_message(session, envelope)

    def handle_message(self, message):
        """Nothing: the bytes are kept above."""


class MailServer:
    """A server that listens, stops and comes back on the same port."""

    def __init__(self, certificate, settings):
        self.inbox, self.certificate, self.settings = Inbox(), certificate, settings

    @property
    def received(self):
        return self.inbox.received

    @contextmanager
    def listening(self, scheme="smtp", *, password="", port=0, host="127.0.0.1"):
        options = {}
        if scheme == "smtp+starttls":
            options |= {"tls_context": self.tls(), "require_starttls": True}
        if password:
            options |= {"authenticator": self._authenticate, "auth_required": True}
            # The server takes smtps for no encryption at all.
            options["auth_require_tls"] = scheme != "smtps"
        self.password = password
        tls = self.tls() if scheme == "smtps" else None
        protocol = partial(self._protocol, options)
        with running(protocol, port=port, tls=tls) as bound:
            self.address = f"{host}:{bound}"
            yield bound

    def _protocol(self, options, loop):
        with warnings.catch_warnings(action="ignore"):
            return SMTP(self.inbox, loop=loop, **options)

    def use(self, url):
        for name, value in smtp_settings(url).items():
            setattr(self.settings, name, value)

    def tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context

    def _authenticate(self, server, session, envelope, mechanism, data):
        sent = getattr(data, "password", b"").decode()
        return AuthResult(success=sent == self.password, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def mail_server(certificate, settings, socket_enabled, monkeypatch):
    """Our process trusts its certificate, for the name localhost."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.DEFAULT_FROM_EMAIL = "eduPort <eduport@portal.example>"
    return MailServer(certificate, settings)


@pytest.fixture
def folder(settings, tmp_path):
    """The outbox of a portal without a mail server."""
    settings.EMAIL_BACKEND = "eduport.outbox.clients.folder.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    return settings.EMAIL_FILE_PATH
