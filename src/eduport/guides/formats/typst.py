"""Markdown to Typst, from which a PDF is set.

Everything is written as calls of functions with strings, so that no letter of a text
can be taken for markup: in a string only the backslash and the quotation mark mean
something (Typst reference, "String").
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import PurePosixPath

from markdown_it.token import Token

from eduport.guides.formats.markdown import tokens_of
from eduport.guides.rules.reading import label_of

Target = Callable[[str], str]
"""Says where a link leads: an address, or a place of the document as `#place`."""


def string(text: str) -> str:
    """A string of Typst that says exactly this."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    # Controls cannot be seen, and some would end the line.
    return '"' + "".join(_visible(letter) for letter in escaped) + '"'


def _visible(letter: str) -> str:
    if letter == "\n":
        return "\\n"
    return letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}"


def typst_of(source: str, *, target: Target, place: str) -> str:
    """The text as Typst, one level below the chapter's title.

    `place` names the chapter; its headings are the places `chapter--heading`.
    """
    return "".join(_blocks(tokens_of(source), target, place))


def _blocks(tokens: Sequence[Token], target: Target, place: str) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if token.type == "inline":
            yield inline(token.children or [], target)
        elif token.type == "heading_open":
            yield f"#heading(level: {token.tag[1:]})["
        elif token.type == "heading_close":
            anchor = label_of(str(_opening(tokens, at).attrGet("id") or ""))
            yield f"]#label({string(f'{place}--{anchor}')})\n\n"
        elif token.type == "table_open":
            yield _table(tokens, at)
        elif token.type in {"fence", "code_block"}:
            yield f"#raw(block: true, {string(token.content)})\n\n"
        elif token.type == "ordered_list_open":
            yield f"#enum(start: {token.attrGet('start') or 1}, tight: true, "
        else:
            yield _FIXED.get(token.type, "")


_FIXED = {
    "bullet_list_open": "#list(tight: true, ",
    "bullet_list_close": ")\n\n",
    "ordered_list_close": ")\n\n",
    "list_item_open": "[",
    "list_item_close": "], ",
    "paragraph_close": "\n\n",
    "hr": "#line(length: 100%)\n\n",
    "thead_open": "table.header(",
    "thead_close": "), ",
    "th_open": "[",
    "th_close": "], ",
    "td_open": "[",
    "td_close": "], ",
    "table_close": ")\n\n",
    "blockquote_open": "#quote(block: true)[",
    "blockquote_close": "]\n\n",
}


def _opening(tokens: Sequence[Token], at: int) -> Token:
    return next(one for one in reversed(tokens[:at]) if one.type == "heading_open")


def _table(tokens: Sequence[Token], at: int) -> str:
    head = takewhile(lambda one: one.type != "thead_close", tokens[at:])
    columns = sum(one.type == "th_open" for one in head)
    return f"#table(columns: {columns}, "


def inline(tokens: Sequence[Token], target: Target) -> str:
    """Words with their emphasis, links and pictures."""
    return "".join(_inline(token, target) for token in tokens)


def _inline(token: Token, target: Target) -> str:
    if token.type == "link_open":
        return f"#link({_goal(target(str(token.attrGet('href') or '')))})["
    if token.type == "image":
        return _picture(token)
    if token.type == "code_inline":
        return f"#raw({string(token.content)});"
    if token.type in _MARKS:
        return _MARKS[token.type]
    return f"#{string(token.content)};" if token.content else ""


_MARKS = {
    "softbreak": " ",
    "hardbreak": "#linebreak();",
    "strong_open": "#strong[",
    "strong_close": "];",
    "em_open": "#emph[",
    "em_close": "];",
    "link_close": "];",
}


def _goal(address: str) -> str:
    if address.startswith("#"):
        return f"label({string(address[1:])})"
    return string(address)


def _picture(token: Token) -> str:
    shown = "".join(child.content for child in token.children or [])
    name = PurePosixPath(str(token.attrGet("src") or "")).name
    return f"#picture({string(name)}, {string(shown)});"
