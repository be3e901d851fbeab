"""How log lines look: with the request's reference, without personal data."""

import json
import logging
import re
from datetime import UTC, datetime

from eduport.web.reference import current_reference

ADDRESS = re.compile(r"[\w.+-]+@([\w-]+\.)+[\w-]+")
# What PostgreSQL says about a refused row holds its content.
ROW_CONTENT = re.compile(r"^DETAIL: .*$", re.MULTILINE)


def without_personal_data(text: str) -> str:
    """The text without mail addresses, which are logins, and without rows."""
    return ROW_CONTENT.sub("DETAIL: (left out)", ADDRESS.sub("(address)", text))


class LineFormatter(logging.Formatter):
    """One line for people: time, level, part, reference, message."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s [%(reference)s] %(message)s"
        )

    def format(self, record: logging.LogRecord) -> str:
        record.reference = current_reference()
        return without_personal_data(super().format(record))


class JsonFormatter(logging.Formatter):
    """One JSON object a line for machines."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": current_reference(),
            "message": without_personal_data(record.getMessage()),
        }
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            entry["traceback"] = without_personal_data(trace)
        return json.dumps(entry, ensure_ascii=False)
