"""What stands on the dashboard: news, and what takes place in the next days."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Left
from django.urls import reverse

from eduport.core.actor import Actor
from eduport.core.kept import SOMETIME, ReaderQuery
from eduport.news.formats.markdown import summary_of
from eduport.news.models import Confirmation, NewsAudience
from eduport.news.queries.coming import candidates, cards
from eduport.news.queries.readers import reader_hash
from eduport.news.queries.states import active_news
from eduport.news.queries.visible import in_role, near
from eduport.news.types import EventCard, NewsCard
from eduport.people.queries.members import among_groups_of

SHOWN = 5
BEGINNING = 800
"""So many letters of a text give its summary; the rest is not read."""
SUMMARIES = 1024
"""So many summaries a process keeps: a whole city reads the same ones."""


@dataclass(frozen=True, slots=True)
class DashboardNews:
    """What is to be confirmed, all of it, and then the newest."""

    to_confirm: list[NewsCard]
    newest: list[NewsCard]
    has_more: bool

    @property
    def more_to_confirm(self) -> int:
        return len(self.to_confirm) - 1


@dataclass(frozen=True, slots=True)
class Board:
    """What somebody should know now."""

    news: DashboardNews
    events: list[EventCard]


def board_for(actor: Actor, at: datetime, *, shown: int = SHOWN) -> Board:
    """What the actor should know now: two queries, and three where groups are meant.

    However many groups and schools there are. Important news comes first, until it is
    confirmed; of the rest the newest `shown`. Of the events the next ones.
    """
    if not actor.is_signed_in:
        return Board(DashboardNews([], [], has_more=False), [])
    rows = _CANDIDATES.all(actor, reader_hash(actor.account_id), at)
    coming = candidates(actor, at)
    groups = [row["group_id"] for row in rows] + [row.group_id for row in coming]
    meant = {one for one in groups if one is not None}
    mine = among_groups_of(actor.person_id, meant) if meant else set()
    return Board(
        _news([row for row in rows if _is_mine(row["group_id"], mine)], shown),
        cards([row for row in coming if _is_mine(row.group_id, mine)], at),
    )


def _is_mine(group_id: int | None, mine: set[int]) -> bool:
    return group_id is None or group_id in mine


def _news(rows: list[dict[str, Any]], shown: int) -> DashboardNews:
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["item_id"], row)
    to_confirm = [row for row in found.values() if _is_to_confirm(row)]
    others = [row for row in found.values() if not _is_to_confirm(row)]
    return DashboardNews(
        [_card(row) for row in to_confirm],
        [_card(row) for row in others[:shown]],
        has_more=len(others) > shown,
    )


def _candidates(
    actor: Actor, reader: str, at: datetime
) -> QuerySet[NewsAudience, dict[str, Any]]:
    """What may concern the actor, once for each group through which it does."""
    confirmed = Confirmation.objects.filter(item=OuterRef("item"), reader=reader)
    rows = NewsAudience.objects.filter(near(actor), in_role(actor))
    found: QuerySet[NewsAudience, dict[str, Any]] = (
        rows.filter(item__in=active_news(at))
        .annotate(
            beginning=Left("item__text", BEGINNING), is_confirmed=Exists(confirmed)
        )
        .order_by("-item__starts_at", "-item_id", F("group_id").asc(nulls_first=True))
        .values(
            *("item_id", "item__uid", "item__title", "item__signed_as"),
            *("item__school__name", "item__starts_at", "item__is_important"),
            *("group_id", "beginning", "is_confirmed"),
        )
    )
    return found


_CANDIDATES = ReaderQuery(_candidates, "<reader>", SOMETIME)


def _is_to_confirm(row: dict[str, Any]) -> bool:
    return bool(row["item__is_important"] and not row["is_confirmed"])


_summary = lru_cache(SUMMARIES)(summary_of)


def _card(row: dict[str, Any]) -> NewsCard:
    return NewsCard(
        row["item__uid"],
        row["item__title"],
        _summary(row["beginning"]),
        row["item__signed_as"],
        row["item__school__name"] or "",
        row["item__starts_at"],
        _is_to_confirm(row),
        reverse("news:item", args=[row["item__uid"]]),
    )
