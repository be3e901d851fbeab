"""Real servers on free ports, to be watched."""

import errno
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import randrange
from threading import Thread

LONGEST_WAIT = 20


def free_port(*, below=65536):
    """A port on which nobody listens; some programs also want one 10,000 above it."""
    while True:
        number = 0 if below == 65536 else randrange(20_000, below)  # noqa: S311 -- a port
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", number))
            return probe.getsockname()[1]


@contextmanager
def program(arguments, port):
    """A program that listens on a port, until it is no longer needed."""
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(lambda: process.poll() is not None or _is_open(port))
        yield port
    finally:
        process.kill()
        process.wait(10)
        # Children of the program may hold the port until they notice.
        _wait(lambda: not _is_open(port))


def _is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError as error:
        return error.errno != errno.ECONNREFUSED
    return True


def _wait(is_so):
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline and not is_so():
        time.sleep(0.1)


def directory(folder):
    """OpenLDAP's slapd, with nothing in it."""
    port = free_port()
    settings = folder / "slapd.conf"
    settings.write_text(f"pidfile {folder}/slapd.pid\n")
    address = f"ldap://127.0.0.1:{port}/"
    return program(["/usr/sbin/slapd", "-h", address, "-f", settings, "-d", "0"], port)


def mail_server(folder):
    """Dovecot, which knows nobody."""
    port = free_port()
    settings = folder / "dovecot.conf"
    settings.write_text(
        f"""
        protocols = imap
        listen = 127.0.0.1
        base_dir = {folder}/run
        log_path = {folder}/dovecot.log
        ssl = no
        mail_location = maildir:{folder}/mail
        passdb {{
          driver = static
          args = nopassword=y
        }}
        service imap-login {{
          inet_listener imap {{
            port = {port}
          }}
        }}
        """
    )
    return program(["/usr/sbin/dovecot", "-F", "-c", settings], port)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        time.sleep(self.server.pause)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def web_server(status=200, pause=0):
    """A web server that answers everything with one status."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.status, server.pause, server.asked = status, pause, []
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
