"""Values that the files of this domain share."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a school says on its page. Plain text: paragraphs are blank lines."""

    text: str = ""
    address: str = ""
    phone: str = ""
    mail: str = ""
    website: str = ""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """News or an event as a list shows it, already in words."""

    title: str
    words: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Banner:
    """Whether the services work: `ok`, `planned` or `trouble`, and a sentence."""

    state: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that anybody may see of a school, besides what it wrote itself."""

    name: str
    url: str
    login_url: str
    status: Banner
    news: Sequence[Line]
    events: Sequence[Line]
