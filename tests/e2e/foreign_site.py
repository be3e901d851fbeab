"""The homepage of a school somewhere else: `foreign_site.py PORT PORTAL`.

One static page with a strict policy: nothing from anywhere but the script and the
answers of the portal. `?school=` says whose element stands in it.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><title>Eine Schule</title>
<script src="{portal}/embed/v1/eduport-school.js"{more} defer></script></head>
<body><main><h1>Unsere Schule</h1>
<eduport-school school="{school}" show="login status news events">
<a href="{portal}/s/{school}/">Unsere Seite in eduPort</a></eduport-school>
</main></body></html>
"""


class Site(BaseHTTPRequestHandler):
    """Answers every address with the page."""

    portal = ""

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        words = {name: values[0] for name, values in query.items()}
        hashed = words.get("integrity", "")
        more = f' integrity="{hashed}" crossorigin="anonymous"' if hashed else ""
        page = PAGE.format(
            portal=self.portal,
            school=words.get("school", "hafen"),
            language=words.get("language", "de"),
            more=more,
        )
        policy = (
            f"default-src 'none'; img-src 'self'; script-src {self.portal}; "
            f"connect-src {self.portal}"
        )
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_args: object) -> None:
        """Nobody reads it."""


if __name__ == "__main__":
    Site.portal = sys.argv[2]
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Site).serve_forever()
