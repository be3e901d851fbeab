"""What is different between two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A line of both texts (" "), of the old one only ("-"), of the new one ("+")."""

    sign: str
    text: str


def differences(old: str, new: str) -> list[Line]:
    """All lines in order, the old ones before the new ones that took their place."""
    left, right = old.splitlines(), new.splitlines()
    found = []
    for _tag, i, j, k, m in SequenceMatcher(None, left, right).get_opcodes():
        if _tag == "equal":
            found += [Line(" ", text) for text in left[i:j]]
            continue
        found += [Line("-", text) for text in left[i:j]]
        found += [Line("+", text) for text in right[k:m]]
    return found


def as_text(content: dict[str, Any]) -> str:
    """A page's content as lines that people can compare."""
    head = [f"{name}: {value}" for name, value in content.items() if name != "body"]
    return "\n".join([*head, *_lines(content["body"])])


def _lines(body: list[dict[str, Any]]) -> Iterator[str]:
    for block in body:
        yield ""
        value = block["value"]
        if block["type"] == "faq":
            for entry in value["entries"]:
                yield f"### {entry['question']}"
                yield from entry["answer"].splitlines()
        elif block["type"] == "text":
            yield from value.splitlines()
        else:
            yield f"[{block['type']}] {_words(value)}"


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(str(one) for one in value.values() if one)
    return str(value)
