"""What log lines hold, and what they never hold."""

import json
import logging

from eduport.ops.logs import JsonFormatter, LineFormatter


def record(message, *arguments, error=None):
    return logging.LogRecord(
        "eduport", logging.ERROR, __file__, 1, message, arguments, error
    )


def test_addresses_do_not_reach_the_log():
    line = LineFormatter().format(record("No mail to %s", "ada.berg@s1.hamburg.de"))

    assert line.endswith("ERROR eduport [-] No mail to (address)")


def test_the_content_of_refused_rows_does_not_reach_the_log():
    error = ValueError("duplicate key\nDETAIL:  Key (name)=(Ada) already exists.")

    line = JsonFormatter().format(record("Failed", error=(ValueError, error, None)))

    assert "Ada" not in line
    assert "DETAIL: (left out)" in line


def test_a_json_line_is_one_object():
    entry = json.loads(JsonFormatter().format(record("Two %s", "lines\nof text")))

    assert (entry["level"], entry["message"]) == ("error", "Two lines\nof text")
    assert set(entry) == {"at", "level", "logger", "request", "message"}
