"""A server that keeps to Zammad's published contract, and refuses everything else.

Written after docs.zammad.org, chapters “API: Introduction, Ticket, Articles” (in
zammad/zammad-documentation: api/intro.rst, api/ticket/index.rst and
api/ticket/articles.rst), and where those say nothing after tickets_controller.rb and
concerns/creates_ticket_articles.rb in app/controllers of zammad/zammad: a missing body
or group, an unknown state, group or token are refused as there. It is no Zammad:
workflows, permissions of groups, and the search index are not here.
"""

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

STATES = ["new", "open", "pending reminder", "closed", "merged", "pending close"]
TICKET_FIELDS = {"title", "group", "customer_id", "article", "state"}
ARTICLE_FIELDS = {"subject", "body", "content_type", "type", "sender", "internal"}
TYPES = {"email", "phone", "web", "note", "sms", "chat", "fax"}
SENDERS = {"Agent": 1, "Customer": 2, "System": 3}
AT = "2026-11-23T12:00:00.000Z"


class RefusedError(Exception):
    """Zammad would answer so."""


def check(condition, status, why):
    if not condition:
        raise RefusedError(status, why)


@dataclass
class State:
    """What is in this Zammad, what it was asked, and how it misbehaves."""

    token: str = "zammad-token"
    groups: tuple = ("Users", "eduPort")
    tickets: dict = field(default_factory=dict)
    articles: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    # Answers that are swallowed: it was done, but nobody heard so.
    lost_answers: int = 0
    is_down: bool = False
    url: str = ""

    def said(self, key):
        rows = [one for one in self.articles.values() if one["ticket_id"] == key]
        return [(one["sender"], one["body"]) for one in rows]

    def say(self, key, body, **values):
        """Somebody there writes."""
        values = {"type": "note", "sender": "Agent", "body": body} | values
        return self.add_article(key, values)

    def add_article(self, key, given):
        check(given.keys() <= ARTICLE_FIELDS, 422, f"unknown {sorted(given)}")
        check(given.get("body"), 422, 'Need at least article: { body: "some text" }')
        check(given.get("type", "note") in TYPES, 422, "type")
        check(given.get("sender", "Agent") in SENDERS, 422, "sender")
        row = {
            "id": 100 + len(self.articles),
            "ticket_id": key,
            "type_id": 10,
            "sender_id": SENDERS[given.get("sender", "Agent")],
            "from": "Christopher Miller",
            "to": None,
            "cc": None,
            "subject": None,
            "reply_to": None,
            "message_id": None,
            "in_reply_to": None,
            "content_type": "text/html",
            "references": None,
            "internal": False,
            "preferences": {},
            "origin_by_id": None,
            "created_at": AT,
            "updated_at": AT,
            "attachments": [],
            "type": "note",
            "sender": "Agent",
            "created_by": "chris@chrispresso.com",
        } | given
        self.articles[row["id"]] = row
        return row

    def add_ticket(self, given):
        check(given.keys() <= TICKET_FIELDS, 422, f"unknown {sorted(given)}")
        check(given.get("title"), 422, "title")
        check(given.get("group") in self.groups, 422, "No value found for 'group'")
        guess = re.fullmatch(r"guess:(\S+@\S+\.\S+)", given.get("customer_id", ""))
        check(guess, 422, "Invalid email of customer")
        key = 20 + len(self.tickets)
        self.tickets[key] = {
            "id": key,
            "group_id": 2,
            "priority_id": 2,
            "state_id": 1,
            "number": f"22{key:03}",
            "title": given["title"],
            "owner_id": 1,
            "customer": guess[1],
            "group": given["group"],
            "state": "new",
            "created_at": AT,
            "updated_at": AT,
        }
        self.add_article(key, given["article"])
        return self.tickets[key]

    def change_ticket(self, key, given):
        check(key in self.tickets, 404, "Couldn't find Ticket")
        check(given.keys() <= TICKET_FIELDS, 422, f"unknown {sorted(given)}")
        check(given.get("state", "new") in STATES, 422, "No value found for 'state'")
        self.tickets[key] |= {name: given[name] for name in given if name == "state"}
        return self.tickets[key]

    def answer(self, method, path, query, body):
        """Status and body, as the documentation says."""
        is_expanded = query.get("expand") == ["true"]
        if (method, path) == ("POST", "tickets"):
            return 201, self.add_ticket(body)
        if (method, path) == ("GET", "tickets/search"):
            words = query["query"][0]
            title = re.fullmatch(r'title:"([^"]+)"', words)
            check(title and is_expanded, 422, "query")
            rows = self.tickets.values()
            return 200, [row for row in rows if title[1] in row["title"]]
        if (method, path) == ("POST", "ticket_articles"):
            key = body.pop("ticket_id", None)
            check(key in self.tickets, 422, "ticket_id")
            return 201, self.add_article(key, body)
        if found := re.fullmatch(r"ticket_articles/by_ticket/(\d+)", path):
            key = int(found[1])
            check(key in self.tickets and method == "GET", 404, "")
            rows = self.articles.values()
            return 200, [row for row in rows if row["ticket_id"] == key]
        if found := re.fullmatch(r"tickets/(\d+)", path):
            key = int(found[1])
            if method == "PUT":
                return 200, self.change_ticket(key, body)
            check(key in self.tickets and is_expanded, 404, "Couldn't find Ticket")
            return 200, self.tickets[key]
        raise RefusedError(404, "No route matches")


class _Handler(BaseHTTPRequestHandler):
    def _do(self):
        zammad = self.server.zammad
        url = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        sent = self.rfile.read(length)
        path = url.path.removeprefix("/api/v1/")
        zammad.asked.append(f"{self.command} {path}")
        try:
            check(not zammad.is_down, 502, "")
            is_known = self.headers["Authorization"] == f"Token token={zammad.token}"
            check(is_known, 401, "Invalid BasicAuth credentials")
            is_json = self.headers["Content-Type"] == "application/json"
            check(not sent or is_json, 415, "Content-Type")
            body = json.loads(sent or "{}")
            query = parse_qs(url.query)
            status, found = zammad.answer(self.command, path, query, body)
        except RefusedError as error:
            status, why = error.args
            found = {"error": why}
        if zammad.lost_answers and self.command != "GET":
            zammad.lost_answers -= 1
            return
        self._send(status, found)

    def _send(self, status, found):
        text = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = _do  # noqa: N815 -- Python's names

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def running():
    """A Zammad on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.zammad = State(url=f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield server.zammad
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
