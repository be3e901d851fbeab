"""The settings of news and events."""

from pydantic import Field
from pydantic_settings import BaseSettings


class NewsSettings(BaseSettings):
    """What an operator can set about news and events."""

    news_trash_days: int = Field(
        default=30,
        ge=1,
        description="How long news and events can be taken out of the trash again.",
    )
    news_archive_days: int = Field(
        default=730,
        ge=1,
        description="How long expired news and past events are kept for those who "
        "could read them.",
    )
    news_picture_mb: int = Field(
        default=8,
        ge=1,
        description="How large a picture of news may be when it is sent, in MB. What "
        "is kept is drawn anew and smaller.",
    )
    news_digest_hour: int = Field(
        default=6,
        ge=0,
        le=23,
        description="From which hour on the digests of the day are sent, local time.",
    )
    news_calendar_requests: int = Field(
        default=120,
        ge=1,
        description="How often in an hour the private calendar of a person may be "
        "asked for; all devices of that person together.",
    )
    news_feed_minutes: int = Field(
        default=15,
        ge=1,
        description="How long other programs may keep a feed or a calendar before "
        "they ask again.",
    )
