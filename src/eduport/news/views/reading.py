"""Reading: the list of news, one item with its pictures, one event."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from eduport.news.formats.markdown import html_of, summary_of
from eduport.news.formats.words import days_in_words
from eduport.news.forms import NewsFilter
from eduport.news.models import Event, NewsItem, NewsPicture
from eduport.news.permissions import can_manage, can_publish, can_read
from eduport.news.queries.confirmations import has_confirmed
from eduport.news.queries.public import pictures_of
from eduport.news.queries.reading import (
    own_news,
    readable_events,
    readable_news,
    readable_pictures,
)
from eduport.news.queries.series import Listed
from eduport.news.queries.states import item_state
from eduport.news.queries.upcoming import left_out_days, next_occurrences
from eduport.news.rules.states import State
from eduport.news.services.confirming import confirm_item
from eduport.news.views.bases import Crumbs, OpenView, Shelled
from eduport.web.access import is_signed_in
from eduport.web.lists import Column, ListPageView
from eduport.web.views import ActionView, ObjectPageView, ObjectView

POLICY = "default-src 'none'; sandbox"


class NewsListView(ListPageView[NewsItem]):
    """All news that is meant for somebody: what is shown now, or the archive."""

    permission = staticmethod(is_signed_in)
    template_name = "news/list.html"
    results_template_name = "news/_list.html"
    page_title = gettext_lazy("News")
    columns = (Column("date", gettext_lazy("Date"), ("starts_at",)),)
    default_sort = "-date"
    default_page_size = 25
    filter_form_class = NewsFilter

    def rows(self) -> QuerySet[NewsItem]:
        return own_news(self.actor, timezone.now())

    def filtered(
        self, rows: QuerySet[NewsItem], values: dict[str, Any]
    ) -> QuerySet[NewsItem]:
        now = timezone.now()
        is_archive = values.get("shown") == "archive"
        rows = (
            rows.filter(ends_at__lte=now)
            if is_archive
            else rows.filter(ends_at__gt=now)
        )
        words = values.get("q", "")
        return rows.filter(title__icontains=words) if words else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            crumbs=[(self.page_title, "")],
            can_publish=can_publish(self.actor),
            **kwargs,
        )
        for item in context["page"]:
            item.summary = summary_of(item.text)
        return context


class ItemView(OpenView, Shelled, Crumbs, ObjectPageView[NewsItem]):
    """One news item."""

    permission = staticmethod(can_read)
    lookup = "uid"
    template_name = "news/item.html"

    def visible_objects(self) -> QuerySet[NewsItem]:
        return readable_news(self.actor, timezone.now())

    def get_page_title(self) -> StrOrPromise:
        return self.object.title

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return [(_("News"), reverse("news:list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            html=html_of(self.object.text),
            pictures=pictures_of(self.object.pictures.all()),
            can_manage=self.actor.is_signed_in and can_manage(self.actor, self.object),
            is_to_confirm=self.is_to_confirm(),
            **kwargs,
        )

    def is_to_confirm(self) -> bool:
        """Whether somebody for whom it is meant has not confirmed it yet."""
        item, now = self.object, timezone.now()
        if not item.is_important or not self.actor.is_signed_in or item.ends_at <= now:
            return False
        is_meant = own_news(self.actor, now).filter(pk=item.pk).exists()
        return is_meant and not has_confirmed(item, self.actor)


class ConfirmView(ActionView[NewsItem]):
    """Read, and understood that it matters."""

    permission = staticmethod(can_read)
    lookup = "uid"
    success_message = gettext_lazy("Confirmed.")

    def visible_objects(self) -> QuerySet[NewsItem]:
        return own_news(self.actor, timezone.now())

    def perform(self, item: NewsItem, /) -> None:
        confirm_item(item, by=self.actor, at=timezone.now())


class PictureView(OpenView, ObjectView[NewsPicture]):
    """Hands out a picture to whoever may read what it belongs to."""

    permission = staticmethod(can_read)
    lookup = "uid"
    http_method_names = ["get", "head"]

    def visible_objects(self) -> QuerySet[NewsPicture]:
        rows = readable_pictures(self.actor, timezone.now())
        return rows.select_related("item")

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return picture_answer(self.object)


def picture_answer(picture: NewsPicture) -> HttpResponse:
    """A picture; that of public news may be shown by other sites while it is shown."""
    is_active = item_state(picture.item, timezone.now()) == State.ACTIVE
    is_public = picture.item.is_public and is_active
    # What is withdrawn is gone from caches as soon as from the feeds.
    seconds = settings.EDUPORT.news_feed_minutes * 60
    headers = {
        "Content-Type": picture.media_type,
        "Content-Disposition": "inline",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if is_public else "same-origin",
        "Cache-Control": f"{'public' if is_public else 'private'}, max-age={seconds}",
    }
    return HttpResponse(bytes(picture.content), headers=headers)


class EventView(OpenView, Shelled, Crumbs, ObjectPageView[Event]):
    """One event and when it takes place next."""

    permission = staticmethod(can_read)
    lookup = "uid"
    template_name = "news/event.html"

    def visible_objects(self) -> QuerySet[Event]:
        return readable_events(self.actor)

    def get_page_title(self) -> StrOrPromise:
        return self.object.title

    def parents(self) -> list[tuple[StrOrPromise, str]]:
        return [(_("Calendar"), reverse("news:calendar"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            html=html_of(self.object.text),
            occurrences=self.occurrences(),
            skipped=days_in_words(left_out_days(self.object, timezone.localdate())),
            can_manage=self.actor.is_signed_in and can_manage(self.actor, self.object),
            **kwargs,
        )

    def occurrences(self) -> list[Listed]:
        return next_occurrences(self.object, timezone.now())
