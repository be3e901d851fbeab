"""Writing news, and its pictures."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.news.errors import (
    EndBeforeStartError,
    InTrashError,
    TooManyPicturesError,
)
from eduport.news.formats.pictures import clean_picture
from eduport.news.models import NewsItem, NewsPicture
from eduport.news.services.addressing import address, check_audience, check_reach
from eduport.news.types import Audience, Upload
from eduport.people.models import School

MOST_PICTURES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft:
    """A news item as it was typed."""

    title: str
    text: str
    starts_at: datetime
    ends_at: datetime
    audience: Audience
    is_important: bool = False
    is_public: bool = False
    signed_as: str = ""


@transaction.atomic
def write_item(
    school: School | None, draft: ItemDraft, *, by: Actor, at: datetime
) -> NewsItem:
    """Write a draft; nobody reads it before `publish`. Without a school: the authority.

    Raises a ForeignPlaceError where the author may not publish.
    """
    check_audience(school, draft.audience, by=by)
    item = NewsItem(school=school, created_at=at)
    _fill(item, draft, at=at)
    item.save(force_insert=True)
    address(item, draft.audience)
    return item


@transaction.atomic
def change_item(item_id: int, draft: ItemDraft, *, by: Actor, at: datetime) -> NewsItem:
    """Change what is said, or to whom.

    What becomes public that was not becomes a draft again, so that it is said once
    more that everybody may read it.
    """
    item = NewsItem.objects.select_for_update().get(pk=item_id)
    if item.trashed_at:
        raise InTrashError(title=item.title)
    check_reach(item, by=by)
    check_audience(item.school, draft.audience, by=by)
    if draft.is_public and not item.is_public:
        item.published_at = None
    was_published = item.published_at is not None
    _fill(item, draft, at=at)
    item.save()
    address(item, draft.audience)
    if was_published:
        record("news.item.changed", item, by=by, at=at)
    return item


def _fill(item: NewsItem, draft: ItemDraft, *, at: datetime) -> None:
    if draft.ends_at <= draft.starts_at:
        raise EndBeforeStartError
    item.title, item.text = draft.title, draft.text
    item.starts_at, item.ends_at = draft.starts_at, draft.ends_at
    item.is_important, item.is_public = draft.is_important, draft.is_public
    item.signed_as, item.changed_at = draft.signed_as, at


def add_picture(
    item: NewsItem, file: Upload, alt: str, *, by: Actor, at: datetime
) -> NewsPicture:
    """Keep a picture, drawn anew, with the words that say what can be seen.

    Raises BrokenPictureError, PictureTooLargeError, TooManyPicturesError, or an
    InTrashError.
    """
    clean = clean_picture(file)
    with transaction.atomic():
        locked = NewsItem.objects.select_for_update().get(pk=item.pk)
        if locked.trashed_at:
            raise InTrashError(title=locked.title)
        _refuse_more(locked)
        _touch(locked, by=by, at=at)
        return NewsPicture.objects.create(
            item=locked,
            alt=alt,
            media_type=clean.media_type,
            width=clean.width,
            height=clean.height,
            size=len(clean.content),
            content=clean.content,
        )


@transaction.atomic
def remove_picture(picture: NewsPicture, *, by: Actor, at: datetime) -> None:
    """Take a picture away; its address leads nowhere from then on.

    It can be put back until the trash is emptied; twice is the same as once.
    """
    if not picture.removed_at:
        _set_removed(picture, at)
        _touch(picture.item, by=by, at=at)


@transaction.atomic
def put_picture_back(picture: NewsPicture, *, by: Actor, at: datetime) -> None:
    """Show a picture again that was removed; twice is the same as once."""
    if picture.removed_at:
        _refuse_more(NewsItem.objects.select_for_update().get(pk=picture.item_id))
        _set_removed(picture, None)
        _touch(picture.item, by=by, at=at)


def _set_removed(picture: NewsPicture, at: datetime | None) -> None:
    picture.removed_at = at
    picture.save(update_fields=["removed_at"])


def _refuse_more(item: NewsItem) -> None:
    if item.pictures.filter(removed_at=None).count() >= MOST_PICTURES:
        raise TooManyPicturesError(limit=MOST_PICTURES)


def _touch(item: NewsItem, *, by: Actor, at: datetime) -> None:
    item.changed_at = at
    item.save(update_fields=["changed_at"])
    if item.published_at:
        record("news.item.changed", item, by=by, at=at)
