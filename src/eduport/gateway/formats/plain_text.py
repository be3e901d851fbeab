"""HTML of others as plain text: what it looks like is left out, and so is script."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "hr", "table"}
UNSEEN = {"script", "style", "head", "title", "template"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag in UNSEEN
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(0, self.depth - (tag in UNSEEN))
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of(body: str, content_type: str) -> str:
    """The words of a message, at most two line breaks in a row."""
    if "html" in content_type:
        reader = _Reader()
        reader.feed(body)
        reader.close()
        body = "".join(reader.parts)
    lines = [line.strip() for line in body.replace("\0", "").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
