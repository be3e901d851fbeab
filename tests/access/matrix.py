"""All URLs, and what `matrix.toml` says that each role gets from them."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

MATRIX = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text())
UNSAID = MATRIX.pop("*")
# One row for all URLs of the editor, whose names begin so; see test_editor.py.
EDITOR = "wagtail"
NO_ROW = "no row"


def named_urls(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, set]]:
    """Name and wanted arguments of every URL, those of libraries too."""
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            space = f"{entry.namespace}:" if entry.namespace else ""
            inner = named_urls(entry, prefix + space)
            outer = set(entry.pattern.converters)
            yield from ((name, wanted | outer) for name, wanted in inner)
        else:
            yield f"{prefix}{entry.name}", set(entry.pattern.converters)


def all_urls() -> dict[str, set[str]]:
    """All but those of the editor, which have one row for all."""
    urls = dict(named_urls(get_resolver()))
    return {n: wanted for n, wanted in urls.items() if n in MATRIX or not is_editor(n)}


def is_editor(name: str) -> bool:
    return name.startswith(EDITOR) and name not in MATRIX


def editor_urls() -> dict[str, set[str]]:
    """Every URL of the editor."""
    urls = dict(named_urls(get_resolver()))
    return {name: wanted for name, wanted in urls.items() if is_editor(name)}


def expected(name: str, method: str, role: str) -> str:
    """What the matrix says; `others` are the roles that it does not name.

    What a row does not name stands in the row of "*", or is as another method there.
    """
    if name not in MATRIX:
        return NO_ROW
    said = MATRIX[name].get(method, UNSAID.get(method, {}))
    if isinstance(said, str):
        return expected(name, said, role)
    return said.get(role, said.get("others", NO_ROW))
