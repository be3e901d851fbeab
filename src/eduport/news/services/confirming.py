"""Confirming that something important was read."""

from datetime import datetime

from eduport.core.actor import Actor
from eduport.news.errors import NotImportantError
from eduport.news.models import Confirmation, NewsItem
from eduport.news.queries.confirmations import cell_of
from eduport.news.queries.readers import reader_hash


def confirm_item(item: NewsItem, *, by: Actor, at: datetime) -> None:
    """Remember that it was read, under a pseudonym; twice is the same as once.

    Kept until the item expires: when, and by whom, is not.
    """
    if not item.is_important or item.ends_at <= at:
        raise NotImportantError
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                item=item, reader=reader_hash(by.account_id), cell=cell_of(item, by)
            )
        ],
        ignore_conflicts=True,
    )
