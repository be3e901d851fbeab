"""What editors look after: pages to check, new texts, dead links, opinions."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eduport.core.actor import Actor
from eduport.pages.models import Review, Shipped
from eduport.pages.permissions import can_edit_pages
from eduport.pages.queries.desk import (
    dead_links_for,
    offers_for,
    opinions_for,
    reviews_for,
    words_about,
)
from eduport.pages.rules.differences import as_text, differences
from eduport.pages.services.offers import dismiss_offer, take_over
from eduport.pages.services.reviews import confirm_page
from eduport.pages.services.versions import content_of_page, latest_of
from eduport.web.views import ActionView, ObjectPageView, PageView

SHOWN = 50
DESK = "pages:desk"


def can_edit_object(actor: Actor, _obj: object) -> bool:
    """Whoever finds it may: `queries.desk` shows only what they edit."""
    return can_edit_pages(actor)


class DeskView(PageView):
    """All that waits for an editor, on one page."""

    permission = staticmethod(can_edit_pages)
    template_name = "pages/desk.html"
    page_title = _("Look after pages")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        reviews = reviews_for(self.actor)
        return super().get_context_data(
            crumbs=[(self.page_title, "")],
            today=today,
            due=reviews.filter(due_on__lte=today)[:SHOWN],
            coming=reviews.filter(due_on__gt=today)[:10],
            offers=offers_for(self.actor)[:SHOWN],
            dead_links=dead_links_for(self.actor)[:SHOWN],
            opinions=opinions_for(self.actor)[:SHOWN],
            words=words_about(self.actor)[:SHOWN],
            **kwargs,
        )


class OfferView(ObjectPageView[Shipped]):
    """What is different between a page and the new text of the software."""

    permission = staticmethod(can_edit_object)
    template_name = "pages/offer.html"
    page_title = _("New text of the software")

    def visible_objects(self) -> QuerySet[Shipped]:
        return offers_for(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, offer = self.object.page, self.object.offer
        lines = []
        if page and offer:
            now = as_text(content_of_page(latest_of(page)))
            lines = differences(now, as_text(offer))
        desk = (_("Look after pages"), reverse(DESK))
        return super().get_context_data(
            crumbs=[desk, (self.page_title, "")], lines=lines, **kwargs
        )


class DeskActionView(ActionView[Any]):
    """A button on these pages."""

    permission = staticmethod(can_edit_object)

    def get_next_url(self) -> str:
        return reverse(DESK)


class TakeOverView(DeskActionView):
    success_message = _("The page has the new text. The earlier version is kept.")

    def visible_objects(self) -> QuerySet[Shipped]:
        return offers_for(self.actor)

    def perform(self, row: Shipped, /) -> None:
        take_over(row, by=self.actor, at=timezone.now())


class DismissOfferView(TakeOverView):
    success_message = _("The page stays as it is.")

    def perform(self, row: Shipped, /) -> None:
        dismiss_offer(row, by=self.actor, at=timezone.now())


class ConfirmPageView(DeskActionView):
    success_message = _("The page counts as checked today.")

    def visible_objects(self) -> QuerySet[Review]:
        return reviews_for(self.actor)

    def perform(self, review: Review, /) -> None:
        confirm_page(review, by=self.actor, at=timezone.now())
