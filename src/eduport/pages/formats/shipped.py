"""The texts that come with the software: Markdown files with a head."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eduport.core.audience import Audience
from eduport.pages.errors import ShippedTextError
from eduport.pages.types import ShippedText

FOLDER = Path(__file__).parents[1] / "content/de"
_HEAD = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OPEN = re.compile(r"^:::[ ]*(\w+)(?:[ ]+([\w-]+))?[ ]*$")
# Headings and rows of tables end with their line; these and list items begin one.
_STANDS_ALONE = re.compile(r"[ ]*(#|\||```)")
_BEGINS = re.compile(r"[ ]*(#|\||>|```|[-*+][ ]|\d+[.)][ ])")
_NUMBERS = ("order", "review_months")
_TEXTS = (
    "slug",
    "parent",
    "title",
    "menu_title",
    "summary",
    "audience",
    "keywords",
    "formerly",
)
NOTICES = ("note", "warning")
Block = dict[str, object]


def read_folder(folder: Path = FOLDER) -> list[ShippedText]:
    """All texts, parents before their children."""
    texts = {text.slug: text for text in map(read_file, sorted(folder.glob("*.md")))}
    for text in texts.values():
        _depth(text, texts)
    return sorted(texts.values(), key=lambda text: (_depth(text, texts), text.order))


def _depth(text: ShippedText, texts: dict[str, ShippedText]) -> int:
    depth, here = 0, text
    while here.parent:
        if here.parent not in texts or depth > len(texts):
            raise ShippedTextError(
                name=text.slug, problem=f"there is no parent “{here.parent}”"
            )
        depth, here = depth + 1, texts[here.parent]
    return depth


def read_file(path: Path) -> ShippedText:
    """One text. Raises ShippedTextError with what is wrong."""
    return read_text(path.read_text(), path.name)


def read_text(source: str, name: str) -> ShippedText:
    """A text from its source. Raises ShippedTextError with what is wrong."""
    found = _HEAD.match(source)
    if not found:
        raise ShippedTextError(name=name, problem="it does not begin with a head")
    values = _values(found[1], name)
    body = tuple(blocks_of(found[2], name))
    known = {key: values.get(key, "") for key in _TEXTS}
    numbers = {key: _number(values, key, name) for key in _NUMBERS}
    _check(known, name)
    digest = hashlib.sha256(
        json.dumps([_said(known), numbers["review_months"], body]).encode()
    ).hexdigest()
    given: dict[str, Any] = {**known, **numbers, "body": body, "digest": digest}
    return ShippedText(**given)


def _said(values: dict[str, str]) -> list[str]:
    # Where a page stands and what it was called is not what it says.
    return [values[key] for key in _TEXTS if key not in ("slug", "parent", "formerly")]


def _values(head: str, name: str) -> dict[str, str]:
    values = {}
    for line in filter(str.strip, head.splitlines()):
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in (*_TEXTS, *_NUMBERS):
            raise ShippedTextError(name=name, problem=f"its head says “{line}”")
        values[key.strip()] = value.strip().strip('"')
    return values


def _number(values: dict[str, str], key: str, name: str) -> int:
    value = values.get(key, "")
    if not value.isdecimal():
        raise ShippedTextError(name=name, problem=f"“{key}” is not a number")
    return int(value)


def _check(values: dict[str, str], name: str) -> None:
    if not _SLUG.fullmatch(values["slug"]):
        raise ShippedTextError(name=name, problem="“slug” is no short name")
    if not values["title"] or not values["summary"]:
        raise ShippedTextError(name=name, problem="“title” or “summary” is missing")
    if values["audience"] not in Audience.values:
        raise ShippedTextError(name=name, problem="“audience” is unknown")


def blocks_of(body: str, name: str) -> list[Block]:
    """The blocks of a body: text, and what stands between lines of colons."""
    blocks: list[Block] = []
    lines: list[str] = []
    opened: tuple[str, str] | None = None
    for line in [*body.splitlines(), None]:
        begun = _OPEN.match(line) if line is not None else None
        is_end = line is not None and line.strip() == ":::"
        if line is None or begun or is_end:
            if bool(opened) != is_end:
                raise ShippedTextError(name=name, problem="a “:::” is not closed")
            blocks += _block(opened, unwrapped(lines).strip(), name)
            lines = []
            opened = (begun[1], begun[2] or "") if begun else None
        else:
            lines.append(line)
    return blocks


def unwrapped(lines: Iterable[str]) -> str:
    """The text with each paragraph on one line, as people write in the editor."""
    joined: list[str] = []
    for line in lines:
        goes_on = joined and joined[-1].strip() and not _STANDS_ALONE.match(joined[-1])
        if goes_on and line.strip() and not _BEGINS.match(line):
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _block(opened: tuple[str, str] | None, text: str, name: str) -> list[Block]:
    match opened:
        case None:
            return [{"type": "text", "value": text}] if text else []
        case "live", block if block:
            return [{"type": "live", "value": block}]
        case "faq", _:
            return [{"type": "faq", "value": {"entries": questions(text, name)}}]
        case kind, _ if kind in NOTICES:
            return [{"type": "notice", "value": {"kind": kind, "text": text}}]
    raise ShippedTextError(name=name, problem=f"nobody knows “::: {opened[0]}”")


def questions(text: str, name: str) -> list[dict[str, str]]:
    """Questions with their answers: each begins with `### `."""
    first, *parts = re.split(r"^### +", text, flags=re.MULTILINE)
    if first.strip() or not parts:
        raise ShippedTextError(name=name, problem="a list of questions has none")
    pairs = (part.partition("\n") for part in parts)
    return [
        {"question": question.strip(), "answer": answer.strip()}
        for question, _line, answer in pairs
    ]
