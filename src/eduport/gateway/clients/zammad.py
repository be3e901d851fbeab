"""Zammad's REST API, as docs.zammad.org describes it."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 20
LARGEST = 20_000_000


class ZammadError(Exception):
    """Zammad did not do it; says why in a few words, without what it said."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The token goes where the operator wrote, or nowhere."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Article:
    """What was said in a ticket there."""

    id: int
    subject: str
    body: str
    content_type: str
    sender: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class NewArticle:
    """What is to be said there."""

    subject: str
    body: str
    is_of_customer: bool

    def fields(self) -> dict[str, object]:
        return {
            "subject": self.subject,
            "body": self.body,
            "content_type": "text/plain",
            "type": "web" if self.is_of_customer else "note",
            "sender": "Customer" if self.is_of_customer else "Agent",
            "internal": False,
        }


@dataclass(frozen=True, slots=True)
class Zammad:
    """One installation, and the token of an agent there."""

    url: str
    token: str
    group: str

    def create_ticket(
        self, title: str, customer: str, article: NewArticle
    ) -> dict[str, Any]:
        """Make a ticket for a customer, who is made too if there is none."""
        found: dict[str, Any] = self._ask(
            "POST",
            "tickets?expand=true",
            {
                "title": title,
                "group": self.group,
                "customer_id": f"guess:{customer}",
                "article": article.fields(),
            },
        )
        return found

    def find_ticket(self, key: str) -> dict[str, Any] | None:
        """The ticket whose title begins with a key."""
        query = urlencode({"query": f'title:"{key}"', "limit": 10, "expand": "true"})
        for one in self._ask("GET", f"tickets/search?{query}"):
            if str(one["title"]).startswith(key):
                found: dict[str, Any] = one
                return found
        return None

    def ticket(self, key: int) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("GET", f"tickets/{key}?expand=true")
        return found

    def set_state(self, key: int, state: str) -> None:
        self._ask("PUT", f"tickets/{key}", {"state": state})

    def articles(self, key: int) -> list[Article]:
        """All that was said, from the beginning."""
        rows = self._ask("GET", f"ticket_articles/by_ticket/{key}?expand=true")
        return [
            Article(
                id=row["id"],
                subject=row["subject"] or "",
                body=row["body"] or "",
                content_type=row["content_type"],
                sender=row["sender"],
                is_internal=row["internal"],
            )
            for row in rows
        ]

    def create_article(self, key: int, article: NewArticle) -> int:
        """Say something; return the number of the article."""
        body = {"ticket_id": key, **article.fields()}
        return int(self._ask("POST", "ticket_articles", body)["id"])

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 -- the operator's setting
            f"{self.url}/api/v1/{path}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={
                "Authorization": f"Token token={self.token}",
                "Content-Type": "application/json",
                "User-Agent": "eduPort",
            },
        )
        try:
            with _opener.open(request, timeout=TIMEOUT) as response:
                return json.loads(response.read(LARGEST))
        except urllib.error.HTTPError as error:
            raise ZammadError(f"answers {error.code}") from error
        except TimeoutError as error:
            raise ZammadError("does not answer in time") from error
        except (OSError, ValueError) as error:
            raise ZammadError(type(error).__name__) from error
