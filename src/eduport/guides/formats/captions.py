"""Captions of videos, as WebVTT has them (W3C WebVTT, §4)."""

import re
from collections.abc import Iterable, Iterator

from eduport.guides.types import Cue

_TIMES = re.compile(
    r"(?:(\d+):)?(\d\d):(\d\d\.\d\d\d) --> (?:(\d+):)?(\d\d):(\d\d\.\d\d\d)"
)


def read_captions(text: str) -> tuple[Cue, ...]:
    """The cues of a file that `write_captions` wrote."""
    return tuple(_cues(text.split("\n\n")))


def _cues(blocks: Iterable[str]) -> Iterator[Cue]:
    for block in blocks:
        times, _, words = block.strip().partition("\n")
        if found := _TIMES.fullmatch(times):
            hours, minutes, seconds, *end = found.groups()
            yield Cue(
                _seconds(hours, minutes, seconds), _seconds(*end), _unescaped(words)
            )


def _seconds(hours: str | None, minutes: str, seconds: str) -> float:
    return round(int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds), 3)


def write_captions(cues: Iterable[Cue]) -> str:
    """A file with these cues."""
    return "WEBVTT\n\n" + "\n\n".join(map(_block, cues)) + "\n"


def _block(cue: Cue) -> str:
    return f"{_stamp(cue.starts)} --> {_stamp(cue.ends)}\n{_escaped(cue.words)}"


def _stamp(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(words: str) -> str:
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
