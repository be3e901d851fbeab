"""Bringing the texts that come with the software into the site."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from eduport.pages.models import InfoPage, Shipped
from eduport.pages.services.indexing import index_all
from eduport.pages.services.tree import get_home
from eduport.pages.services.versions import (
    content_of,
    digest_of,
    latest_of,
    write_content,
)
from eduport.pages.types import ShippedText


@transaction.atomic
def load_texts(texts: Sequence[ShippedText], *, at: datetime) -> Counter[str]:
    """Bring the site to these texts; what an editor wrote is never overwritten.

    Untouched pages get the new text as a further version; for others it is offered.
    What does not come any more stays and belongs to the editors. Twice is as once.
    """
    home = get_home()
    known = {one.slug: one for one in Shipped.objects.select_related("page")}
    done: Counter[str] = Counter()
    for text in texts:
        row = known.get(text.slug) or _renamed(text, known)
        if row:
            done[_update(row, text, at)] += 1
        else:
            parent = known[text.parent].page if text.parent else home
            known[text.slug] = _add(text, parent or home)
            done["added"] += 1
    done["ended"] += (
        Shipped.objects.filter(ended_at=None)
        .exclude(slug__in=[text.slug for text in texts])
        .update(ended_at=at)
    )
    if done.keys() - {"unchanged"}:
        index_all(at=at)
    return +done


def _renamed(text: ShippedText, known: dict[str, Shipped]) -> Shipped | None:
    """The row of a text that had another short name before; its page moves along."""
    row = known.pop(text.formerly, None) if text.formerly else None
    if row:
        known[text.slug] = row
        row.slug = text.slug
        row.save(update_fields=["slug"])
        if row.page and row.page.slug == text.formerly and is_untouched(row):
            row.page.slug = text.slug
            row.page.save_revision(log_action=True).publish()
            row.page.refresh_from_db()
    return row


def _add(text: ShippedText, parent: InfoPage) -> Shipped:
    page = InfoPage(slug=text.slug)
    write_content(page, content_of(text))
    _place(page, parent, text.order)
    page.save_revision(log_action=True).publish()
    page.refresh_from_db()
    return Shipped.objects.create(
        slug=text.slug,
        page=page,
        order=text.order,
        loaded=text.digest,
        left=digest_of(page),
    )


def _place(page: InfoPage, parent: InfoPage, order: int) -> None:
    """Put a page among its siblings: before the first that comes later."""
    parent = InfoPage.objects.get(pk=parent.pk)
    taken = parent.get_children().filter(slug=page.slug).exists()
    if taken:
        # An editor was quicker; both stay, and the editor sees it.
        page.slug = f"{page.slug}-neu"
    later = (
        Shipped.objects.filter(
            page__path__startswith=parent.path,
            page__depth=parent.depth + 1,
            order__gt=order,
        )
        .order_by("page__path")
        .first()
    )
    if later and later.page:
        later.page.add_sibling("left", instance=page)
    else:
        parent.add_child(instance=page)


def is_untouched(row: Shipped) -> bool:
    """Whether nobody changed the page since the shipped text was put into it."""
    return row.page is not None and digest_of(latest_of(row.page)) == row.left


def _update(row: Shipped, text: ShippedText, at: datetime) -> str:
    row.ended_at = None
    row.order = text.order
    if row.loaded == text.digest:
        row.save(update_fields=["ended_at", "order"])
        return "unchanged"
    if row.page is None:
        # An editor deleted it, and that holds.
        row.loaded = text.digest
        row.save()
        return "unchanged"
    if is_untouched(row):
        put_in(row, content_of(text), text.digest)
        return "updated"
    if text.digest in (row.offered, row.dismissed):
        row.save()
        return "unchanged"
    row.offered, row.offer, row.offered_at = text.digest, content_of(text), at
    row.save()
    return "offered"


def put_in(row: Shipped, content: dict[str, object], digest: str) -> None:
    """Write shipped content into a page as a new version, published if the page is."""
    if row.page is None:
        return
    page = latest_of(row.page)
    write_content(page, content)
    revision = page.save_revision(log_action=True)
    if row.page.live:
        revision.publish()
    row.page.refresh_from_db()
    row.loaded, row.left = digest, digest_of(latest_of(row.page))
    row.offered, row.offer, row.offered_at = "", None, None
    row.save()
