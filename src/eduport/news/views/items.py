"""Writing news: the form, pictures, publishing."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from eduport.news.formats.counts import shown_counts_of
from eduport.news.formats.markdown import html_of
from eduport.news.forms import ItemForm, PictureForm
from eduport.news.models import NewsItem, NewsPicture
from eduport.news.permissions import can_manage_picture
from eduport.news.queries.confirmations import counts_of
from eduport.news.queries.managing import items_managed_by
from eduport.news.queries.public import pictures_of
from eduport.news.queries.states import item_state
from eduport.news.rules.states import State
from eduport.news.services.items import (
    ItemDraft,
    add_picture,
    change_item,
    put_picture_back,
    remove_picture,
    write_item,
)
from eduport.news.views.managing import (
    ChangeView,
    DeskForm,
    ManageView,
    OneItem,
    PublishView,
    RestoreView,
    TrashView,
    WithdrawView,
    WriteView,
)
from eduport.news.views.reading import picture_answer
from eduport.web.views import ActionView, ObjectView

PLAIN = ("title", "text", "starts_at", "ends_at", "is_important", "is_public")


def draft_of(form: ItemForm) -> ItemDraft:
    """What was typed."""
    values = {name: form.cleaned_data[name] for name in (*PLAIN, "signed_as")}
    return ItemDraft(audience=form.audience, **values)


class WriteItemView(WriteView):
    """New news."""

    kind = "item"
    form_class = ItemForm
    page_title = gettext_lazy("Write news")

    def get_initial(self) -> dict[str, Any]:
        return ItemForm.times()

    def perform(self, form: ItemForm, /) -> None:
        self.written = write_item(
            form.school, draft_of(form), by=self.actor, at=timezone.now()
        )


class ChangeItemView(OneItem, ChangeView[NewsItem]):
    """Changing news."""

    form_class = ItemForm
    page_title = gettext_lazy("Change news")

    def get_initial(self) -> dict[str, Any]:
        return self.common() | {
            "starts_at": timezone.localtime(self.object.starts_at),
            "ends_at": timezone.localtime(self.object.ends_at),
            "is_important": self.object.is_important,
        }

    def perform(self, form: ItemForm, /) -> None:
        change_item(self.object.pk, draft_of(form), by=self.actor, at=timezone.now())


class ManageItemView(OneItem, ManageView[NewsItem]):
    """News with its pictures."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pictures = list(self.object.pictures.defer("content"))
        return super().get_context_data(
            html=html_of(self.object.text),
            counts=shown_counts_of(*counts_of(self.object))
            if self.is_counted
            else None,
            pictures=list(zip(pictures_of(pictures), pictures, strict=True)),
            **kwargs,
        )

    @property
    def is_counted(self) -> bool:
        """Whether people confirm it now: neither before nor afterwards."""
        is_active = item_state(self.object, timezone.now()) == State.ACTIVE
        return self.object.is_important and is_active


class PublishItemView(OneItem, PublishView[NewsItem]):
    pass


class WithdrawItemView(OneItem, WithdrawView[NewsItem]):
    pass


class TrashItemView(OneItem, TrashView[NewsItem]):
    pass


class RestoreItemView(OneItem, RestoreView[NewsItem]):
    pass


class AddPictureView(OneItem, DeskForm[NewsItem]):
    """A picture for news."""

    form_class = PictureForm
    page_title = gettext_lazy("Add a picture")
    submit_label = gettext_lazy("Add the picture")
    success_message = gettext_lazy("The picture was added.")

    def perform(self, form: PictureForm, /) -> None:
        alt = form.cleaned_data["alt"]
        now = timezone.now()
        add_picture(self.object, form.upload, alt, by=self.actor, at=now)


class RemovePictureView(ActionView[NewsPicture]):
    """The picture goes; its address leads nowhere from then on."""

    permission = staticmethod(can_manage_picture)
    lookup = "uid"
    success_message = gettext_lazy("The picture was removed. You can put it back.")

    def visible_objects(self) -> QuerySet[NewsPicture]:
        rows = NewsPicture.objects.filter(item__in=items_managed_by(self.actor))
        return rows.select_related("item").defer("content")

    def perform(self, picture: NewsPicture, /) -> None:
        remove_picture(picture, by=self.actor, at=timezone.now())

    def get_next_url(self) -> str:
        return reverse("news:manage_item", args=[self.object.item.uid])


class PutPictureBackView(RemovePictureView):
    """The picture is shown again."""

    success_message = gettext_lazy("The picture is shown again.")

    def perform(self, picture: NewsPicture, /) -> None:
        put_picture_back(picture, by=self.actor, at=timezone.now())


class DraftPictureView(ObjectView[NewsPicture]):
    """A picture of what nobody reads yet, for those who write it."""

    http_method_names = ["get", "head"]
    lookup = "uid"
    permission = staticmethod(can_manage_picture)

    def visible_objects(self) -> QuerySet[NewsPicture]:
        rows = NewsPicture.objects.filter(item__in=items_managed_by(self.actor))
        return rows.select_related("item")

    def get(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        return picture_answer(self.object)
