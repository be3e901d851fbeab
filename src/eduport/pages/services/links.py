"""Finding links that lead nowhere. Other sites are never called."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import Resolver404, resolve

from eduport.pages.formats.body import addresses_in, anchors_in, page_links_in
from eduport.pages.formats.links import is_internal, problem_of
from eduport.pages.models import DeadLink, InfoPage
from eduport.pages.queries.pages import BASE, address_of, redirect_from


@transaction.atomic
def check_links(*, at: datetime) -> int:
    """Look at every link of every published page. Returns how many are dead."""
    pages = {address_of(page): page for page in InfoPage.objects.live()}
    live = {page.pk for page in pages.values()}
    found = [
        DeadLink(page=page, link=link[:500], found_at=at)
        for address, page in pages.items()
        for link in dict.fromkeys(_dead_links(address, page, pages, live))
    ]
    DeadLink.objects.all().delete()
    DeadLink.objects.bulk_create(found)
    return len(found)


def _dead_links(
    address: str, page: InfoPage, pages: dict[str, InfoPage], live: set[int]
) -> Iterator[str]:
    for link in addresses_in(page.body):
        if is_internal(link):
            if _is_dead(link if link[0] == "/" else address + link, pages):
                yield link
        elif problem_of(link):
            yield link
    for key in page_links_in(page.body) - live:
        yield f"#{key}"


def _is_dead(link: str, pages: dict[str, InfoPage]) -> bool:
    whole, _hash, anchor = link.partition("#")
    path = whole.partition("?")[0]
    if not path.startswith(BASE):
        return not _is_ours(path)
    target = pages.get(path) or redirect_from(path)
    if not target:
        return True
    return bool(anchor) and anchor not in anchors_in(target.body)


def _is_ours(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
