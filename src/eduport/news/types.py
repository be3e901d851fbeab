"""Values that the files of this domain share, and what other domains are given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.safestring import SafeString

from eduport.people.models import Group, School


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom something is said: at these schools, or in these groups instead.

    Without both: the own school, or all of the authority. Without roles: all of them.
    """

    schools: Sequence[School] = ()
    roles: Sequence[str] = ()
    groups: Sequence[Group] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture as it is kept."""

    media_type: str
    width: int
    height: int
    content: bytes


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture of public news. `path` is below the portal's own address."""

    path: str
    alt: str
    width: int
    height: int
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class PublicNews:
    """A public news item, as anybody may read it. `html` is clean and may be shown."""

    uid: UUID
    title: str
    summary: str
    html: SafeString
    signed_as: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    path: str
    pictures: Sequence[PublicPicture] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """One occurrence of a public event: with times, or with days, both included.

    `key` is the same for good and differs from occurrence to occurrence.
    """

    key: str
    uid: UUID
    title: str
    html: SafeString
    place: str
    kind: str
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    changed_at: datetime
    path: str

    @property
    def is_all_day(self) -> bool:
        return self.starts_at is None


@dataclass(frozen=True, slots=True)
class NewsCard:
    """A news item on the dashboard."""

    uid: UUID
    title: str
    summary: str
    signed_as: str
    school_name: str
    starts_at: datetime
    is_to_confirm: bool
    path: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """One occurrence of an event on the dashboard; `period` says when, in words."""

    title: str
    period: str
    place: str
    school_name: str
    is_changed: bool
    path: str


@dataclass(frozen=True, slots=True)
class FeedChange:
    """One occurrence of a repeated event that is then and there instead."""

    occurs_on: date
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event as a calendar file has it: once, with its rule and what differs."""

    uid: UUID
    title: str
    text: str
    place: str
    kind: str
    is_public: bool
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    rule: str
    until: date | None
    without: Sequence[date]
    changed: Sequence[FeedChange]
    sequence: int
    created_at: datetime
    changed_at: datetime
    url: str
