"""Markdown into HTML that is safe to show, with anchors for its headings."""

import re
from functools import lru_cache
from html import unescape

import nh3
from anyascii import anyascii
from markdown_it import MarkdownIt
from markdown_it.token import Token

from eduport.pages.types import Heading

# Pictures are blocks of their own, which ask for a description.
_READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h2", "h3", "h4", "hr", "li", "ol",
    "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "div": {"class", "tabindex"},
    "table": {"class"},
    "th": {"scope"},
} | {tag: {"id"} for tag in ("h2", "h3", "h4")}
_SCHEMES = {"https", "http", "mailto", "tel"}
LOWEST = 4


def _open_table(*_args: object) -> str:
    return (
        '<div class="ep-tablewrap ep-tablewrap--text" tabindex="0">'
        '<table class="ep-table">'
    )


_READER.renderer.rules["table_open"] = _open_table  # type: ignore[attr-defined]  # of every renderer
_READER.renderer.rules["table_close"] = lambda *_args: "</table></div>"  # type: ignore[attr-defined]  # as above


def anchor_of(text: str, taken: set[str]) -> str:
    """A short name for a heading, once on its page."""
    plain = re.sub(r"[^a-z0-9]+", "-", anyascii(_spelled(text)).lower()).strip("-")
    base = plain or "abschnitt"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _spelled(text: str) -> str:
    # As addresses spell it, not “a” for “ä”.
    for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(letter, spelled)
    return text


def rendered(text: str, taken: set[str]) -> tuple[str, list[Heading]]:
    """HTML and headings. `taken` are the anchors that stand on the page already."""
    html, headings, used = _rendered(text, frozenset(taken))
    taken.update(used)
    return html, list(headings)


@lru_cache(maxsize=1024)
def _rendered(
    text: str, taken: frozenset[str]
) -> tuple[str, tuple[Heading, ...], frozenset[str]]:
    tokens = _READER.parse(text)
    used = set(taken)
    headings = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            headings.append(_heading(tokens, place, used))
        elif token.type == "heading_close":
            token.tag = f"h{_level(token)}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    html = nh3.clean(
        _READER.renderer.render(tokens, _READER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )
    return html, tuple(headings), frozenset(used)


def _level(token: Token) -> int:
    # The page's title is the only heading of the first level.
    return min(max(int(token.tag[1]), 2), LOWEST)


def _heading(tokens: list[Token], place: int, used: set[str]) -> Heading:
    level = _level(tokens[place])
    words = plain(tokens[place + 1].content)
    anchor = anchor_of(words, used)
    tokens[place].tag = f"h{level}"
    tokens[place].attrSet("id", anchor)
    return Heading(level, anchor, words)


def plain(text: str) -> str:
    """The words without markup, for the search and for headings."""
    html = _READER.render(text)
    spaced = re.sub(r"</(p|li|td|th|h\d|pre)>", "\\g<0> ", html)
    return " ".join(unescape(nh3.clean(spaced, tags=set())).split())


def links_of(text: str) -> list[str]:
    """Where the links of a text lead."""
    return [
        str(child.attrs["href"])
        for token in _READER.parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]
