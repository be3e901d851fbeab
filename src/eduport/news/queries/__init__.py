"""Reading news and events. Nothing here writes."""

from eduport.news.queries.dashboard import board_for
from eduport.news.queries.public import public_events_of, public_news_of

__all__ = ["board_for", "public_events_of", "public_news_of"]
