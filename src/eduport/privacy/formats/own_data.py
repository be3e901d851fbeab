"""What is stored about a person, as words on a page, as JSON, and as an archive."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from eduport.core.personal_data import Part
from eduport.privacy.types import Chapter


def shown(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {shown(inner)}" for name, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    return "–" if value in (None, "") else str(value)


def as_json(chapters: Sequence[Chapter], *, made_at: datetime) -> str:
    """For machines: every kind of data by its name, a list of rows each."""
    parts = {part.key: _rows(part) for chapter in chapters for part in chapter.parts}
    content = {"made_at": made_at, "data": parts}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def files_of(chapters: Sequence[Chapter]) -> dict[str, bytes]:
    """What lies beside the rows, such as pictures: the content by its name."""
    parts = (part for chapter in chapters for part in chapter.parts)
    return {name: content for part in parts for name, content in part.files().items()}


def _rows(part: Part) -> list[dict[str, object]]:
    names = [name.replace("__", ".") for name in part.columns]
    return [dict(zip(names, row, strict=True)) for row in part.rows]


def as_archive(files: Mapping[str, str | bytes]) -> bytes:
    """The files, by name, in a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
