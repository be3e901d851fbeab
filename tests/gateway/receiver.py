"""Another system that takes webhooks over HTTP, and checks them as its makers would."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from standardwebhooks import Webhook, WebhookVerificationError

from tests.factories.gateway import SECRET


class Receiver:
    """What came: of each message its id, what it says, and whether it was genuine."""

    def __init__(self):
        self.secret = SECRET
        self.came = []
        # How to answer the next ones; then 204.
        self.answers = []
        self.headers = {}
        # For how many seconds to think.
        self.pause = 0

    def take(self, body, headers):
        try:
            said = Webhook(self.secret).verify(body, dict(headers.items()))
        except WebhookVerificationError:
            said = None
        self.came.append((headers["webhook-id"], said and json.loads(body)))
        return self.answers.pop(0) if self.answers else 204


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver = self.server.receiver
        status = receiver.take(body, self.headers)
        end = time.monotonic() + receiver.pause
        while time.monotonic() < end and receiver.pause:
            time.sleep(0.02)
        if status is None:
            # Hangs up without a word.
            return
        self.send_response(status)
        for name, value in self.server.receiver.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def listening():
    """A receiver and its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.receiver = Receiver()
    server.receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server.receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
