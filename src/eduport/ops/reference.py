"""The handbook page that lists all settings, made from their model."""

import json
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from eduport.config.schema import DEFAULT_CONFIG, Feed, Settings

HEAD = f"""\
# Settings

<!-- Made by `eduport config document`. Change src/eduport/config/schema.py instead. -->

eduPort reads `{DEFAULT_CONFIG}`, or the file that `EDUPORT_CONFIG` names, and then the
environment, which wins: the setting `bind` is `EDUPORT_BIND` there. Every setting may
also stand in a file of its own: `EDUPORT_SECRET_KEY_FILE=/run/secrets/secret_key`.
`DATABASE_URL` and `DATABASE_URL_FILE` are read too. `eduport config check` says what is
wrong, `eduport config show` what was read.

"""
FEEDS = """
## A feed

Each is a table `[[feeds]]` in the file; in the environment `EDUPORT_FEEDS` is a JSON
list.

"""


def settings_page() -> str:
    """The page, in Markdown."""
    return HEAD + _table(Settings) + FEEDS + _table(Feed)


def _table(model: type[BaseModel]) -> str:
    # What a base brings along comes last, not first.
    own = [name for name in model.model_fields if name in model.__annotations__]
    names = [*own, *(name for name in model.model_fields if name not in own)]
    rows = [_row(name, model.model_fields[name]) for name in names]
    return "| Setting | Default | Meaning |\n|---|---|---|\n" + "".join(rows)


def _row(name: str, field: FieldInfo) -> str:
    choices = [f"`{choice}`" for choice in _choices(field.annotation)]
    meaning = f"{field.description} {' or '.join(choices) + '.' if choices else ''}"
    return f"| `{name}` | {_default(field)} | {meaning.strip()} |\n"


def _choices(annotation: Any) -> tuple[Any, ...]:
    """What can be chosen, of one value or of each in a list."""
    if get_origin(annotation) is list:
        return _choices(get_args(annotation)[0])
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    if field.default in (None, []):
        return "–"
    return f"`{json.dumps(field.default, default=str)}`"
