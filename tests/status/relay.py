"""A line to the database that can be cut, as if the server were gone."""

import socket
import threading
from contextlib import contextmanager, suppress

from django.db import connection


class Relay:
    """Listens on a port of its own and passes everything on."""

    def __init__(self):
        given = connection.settings_dict
        self.server = f"{given['HOST']}/.s.PGSQL.{given['PORT'] or 5432}"
        self.user, self.name = given["USER"], given["NAME"]
        self.lines = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self):
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{self.name}"

    def cut(self):
        """End all conversations, and take no new ones."""
        for line in [self.listener, *self.lines]:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def mend(self):
        self.lines = []
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.server)
            self.lines += [line, server]
            for pair in ((line, server), (server, line)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source, target):
        with suppress(OSError):
            while content := source.recv(65536):
                target.sendall(content)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay():
    found = Relay()
    try:
        yield found
    finally:
        found.cut()
