"""The Markdown of news and events: safe HTML, and plain text."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# The page has the title as its heading; those of the text stand below it.
HIGHEST, DEEPEST = 2, 4
TAGS = {
    *("p", "br", "hr", "em", "strong", "a", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "h2", "h3", "h4"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
SUMMARY = 200
ITEM = "- "


class _Renderer(RendererHTML):
    """Headings one deeper than they were written."""

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<{_deeper(tokens[idx].tag)}>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"</{_deeper(tokens[idx].tag)}>\n"


def _deeper(tag: str) -> str:
    return f"h{min(max(int(tag[1]) + 1, HIGHEST), DEEPEST)}"


def _reader() -> MarkdownIt:
    # No HTML, and no pictures from elsewhere: those would tell who looks at them.
    options: Any = {"html": False, "breaks": True}
    reader = MarkdownIt("commonmark", options, renderer_cls=_Renderer)
    return reader.enable("table").disable("image")


_READER = _reader()


def html_of(text: str) -> SafeString:
    """The text as HTML that can neither run nor fetch anything."""
    drawn = _READER.render(text)
    clean = nh3.clean(
        drawn,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 -- nh3 let only harmless tags through


def plain_of(text: str) -> str:
    """The words alone, paragraphs with an empty line between them."""
    drawn = html_of(text).replace("</li>", "\n").replace("<li>", ITEM)
    plain = strip_tags(drawn.replace("</p>", "\n").replace("<br>", "\n"))
    for sign, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(sign, letter)
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def summary_of(text: str) -> str:
    """The beginning, on one line; the items of a list become a sentence."""
    lines = [line for line in map(str.strip, plain_of(text).splitlines()) if line]
    words = [_in_sentence(*pair) for pair in pairwise([*lines, ""])]
    return Truncator(" ".join(" ".join(words).split())).chars(SUMMARY)


def _in_sentence(line: str, following: str) -> str:
    if not line.startswith(ITEM) or line[-1] in ".,;:!?":
        return line.removeprefix(ITEM)
    return line.removeprefix(ITEM) + ("," if following.startswith(ITEM) else ".")
