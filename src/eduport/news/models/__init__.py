"""Tables of news, events, and who subscribed to them."""

from eduport.news.models.events import (
    Event,
    EventAudience,
    EventException,
    EventKind,
)
from eduport.news.models.items import (
    Confirmation,
    NewsAudience,
    NewsItem,
    NewsPicture,
    PictureType,
)
from eduport.news.models.publications import ROLES, AudienceRow, Publication
from eduport.news.models.readers import (
    CalendarToken,
    DigestChoice,
    DigestReader,
    DigestRun,
    Rhythm,
)

__all__ = [
    "ROLES",
    "AudienceRow",
    "CalendarToken",
    "Confirmation",
    "DigestChoice",
    "DigestReader",
    "DigestRun",
    "Event",
    "EventAudience",
    "EventException",
    "EventKind",
    "NewsAudience",
    "NewsItem",
    "NewsPicture",
    "PictureType",
    "Publication",
    "Rhythm",
]
