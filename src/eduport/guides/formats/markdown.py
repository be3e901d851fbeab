"""Markdown to HTML and to plain words. HTML inside a text stays text."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from eduport.guides.rules.reading import anchor_of

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
Address = Callable[[str], str]


class Section(NamedTuple):
    """A heading within a chapter, and where it stands."""

    anchor: str
    title: str


def tokens_of(source: str) -> list[Token]:
    """The text as a row of tokens; headings know their anchors."""
    tokens = _PARSER.parse(source)
    for token, inner in itertools.pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor_of(words_of([inner])))
    return tokens


def sections_of(source: str) -> list[Section]:
    """The headings of the second level."""
    tokens = tokens_of(source)
    return [
        Section(str(token.attrs["id"]), words_of([inner]))
        for token, inner in itertools.pairwise(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def words_of(tokens: Sequence[Token]) -> str:
    """What is said, without marks; pictures say what they show."""
    return " ".join(" ".join(_words(tokens)).split())


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            # Letters that are marked stay part of their word.
            yield "".join(_inline_words(token.children or []))
        elif token.type in {"fence", "code_block"}:
            yield token.content


def _inline_words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        is_break = token.type in {"softbreak", "hardbreak"}
        yield " " if is_break else token.content


def html_of(source: str, *, address: Address, prefix: str = "") -> str:
    """The text as HTML.

    `address` says where a link of the text leads, or from where a picture comes;
    `prefix` stands before anchors where several chapters are on one page.
    """
    tokens = tokens_of(source)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", address(str(token.attrGet("href") or "")))
        elif token.type == "image":
            token.attrSet("src", address(str(token.attrGet("src") or "")))
            token.attrSet("loading", "lazy")
        elif token.type == "heading_open" and prefix:
            token.attrSet("id", f"{prefix}{token.attrGet('id')}")
    renderer: RendererHTML = _Renderer()
    return str(renderer.render(tokens, _PARSER.options, {}))


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


class _Renderer(RendererHTML):
    """Tables that scroll by themselves, so that the page never does."""

    def table_open(
        self, tokens: Sequence[Token], idx: int, options: object, env: object
    ) -> str:
        return '<div class="ep-scroll" tabindex="0"><table class="ep-table">\n'

    def table_close(
        self, tokens: Sequence[Token], idx: int, options: object, env: object
    ) -> str:
        return "</table></div>\n"

    def th_open(
        self, tokens: Sequence[Token], idx: int, options: object, env: object
    ) -> str:
        # An empty corner is no heading of anything.
        return '<th scope="col">' if tokens[idx + 1].content else "<td>"

    def th_close(
        self, tokens: Sequence[Token], idx: int, options: object, env: object
    ) -> str:
        return "</th>" if tokens[idx - 1].content else "</td>"
