"""What publishers and readers type."""

from eduport.news.forms.events import ChangeDayForm, DayForm, EventForm
from eduport.news.forms.filters import (
    SHAPES,
    CalendarFilter,
    EventStateFilter,
    NewsFilter,
    StateFilter,
)
from eduport.news.forms.publications import (
    ItemForm,
    PictureForm,
    PublicationForm,
    PublishForm,
    Scope,
)
from eduport.news.forms.readers import DigestForm

__all__ = [
    "SHAPES",
    "CalendarFilter",
    "ChangeDayForm",
    "DayForm",
    "DigestForm",
    "EventForm",
    "EventStateFilter",
    "ItemForm",
    "NewsFilter",
    "PictureForm",
    "PublicationForm",
    "PublishForm",
    "Scope",
    "StateFilter",
]
