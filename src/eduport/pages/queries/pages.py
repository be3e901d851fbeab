"""Reading pages: what somebody may see of the tree."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect

from eduport.core.actor import Actor
from eduport.pages.models import InfoPage
from eduport.people.permissions import audiences_of

STEP = InfoPage.steplen


BASE = "/info/"


def address_of(page: InfoPage) -> str:
    """The address of a page, from its place in the tree."""
    return BASE + str(page.url_path).split("/", 2)[2]


def pages_visible_to(actor: Actor) -> QuerySet[InfoPage]:
    """The published pages that somebody may read."""
    found: QuerySet[InfoPage] = InfoPage.objects.live().filter(
        reach__in=audiences_of(actor)
    )
    return found


def page_at(path: str) -> InfoPage | None:
    """The published page at an address below the start, whoever may read it."""
    rows = InfoPage.objects.live().filter(url_path=BASE + path)
    found: InfoPage | None = rows.first()
    return found


def redirect_from(path: str) -> InfoPage | None:
    """Where a page went that stood at an address, if it was moved."""
    old = Redirect.normalise_path(path)
    rows = Redirect.objects.filter(old_path=old).select_related("redirect_page")
    row = rows.first()
    if not row or not row.redirect_page:
        return None
    found: InfoPage | None = InfoPage.objects.filter(
        pk=row.redirect_page_id, live=True
    ).first()
    return found


@dataclass(slots=True)
class MenuEntry:
    """A page in a menu, with those below it."""

    pk: int
    title: str
    url: str
    summary: str
    path: str
    is_current: bool = False
    is_open: bool = False
    children: "list[MenuEntry]" = field(default_factory=list)


COLUMNS = ("pk", "title", "menu_title", "summary", "path", "url_path", "depth")


def tree_visible_to(actor: Actor, *, base: str, depth: int = 4) -> list[MenuEntry]:
    """The tree of menus for somebody: one query.

    What stands below something hidden is not shown, and pages of schools neither: they
    may be hundreds, and are found from the page above them.
    """
    rows = pages_visible_to(actor).filter(
        depth__gte=3, depth__lte=depth, show_in_menus=True, school=None
    )
    return _nested(rows.order_by("path").values_list(*COLUMNS), base)


def _nested(rows: Iterable[tuple[object, ...]], base: str) -> list[MenuEntry]:
    top: list[MenuEntry] = []
    by_path: dict[str, MenuEntry] = {}
    for pk, title, menu_title, summary, path, url_path, depth in rows:
        below_home = str(url_path).split("/", 2)[2]
        entry = MenuEntry(
            int(str(pk)),
            str(menu_title or title),
            base + below_home,
            str(summary),
            str(path),
        )
        above = by_path.get(str(path)[:-STEP])
        if above:
            above.children.append(entry)
        elif depth == 3:  # noqa: PLR2004 -- directly below the start
            top.append(entry)
        else:
            continue
        by_path[entry.path] = entry
    return top


def entries_for(pages: QuerySet[InfoPage], base: str) -> list[MenuEntry]:
    """Pages as entries, each on its own: one query."""
    rows = pages.values_list("pk", "title", "menu_title", "summary", "path", "url_path")
    return [
        MenuEntry(pk, menu or title, base + url.split("/", 2)[2], summary, path)
        for pk, title, menu, summary, path, url in rows
    ]


def school_branches(actor: Actor, base: str) -> list[MenuEntry]:
    """The places of the schools that somebody may read, by name."""
    found = pages_visible_to(actor).filter(school__isnull=False)
    return entries_for(found.order_by("school__name", "pk"), base)


def above(page: InfoPage, actor: Actor, base: str) -> list[MenuEntry]:
    """What stands above a page, from the top."""
    paths = [page.path[:end] for end in range(3 * STEP, len(page.path), STEP)]
    found = pages_visible_to(actor).filter(path__in=paths)
    return entries_for(found.order_by("path"), base)


def mark_current(tree: list[MenuEntry], path: str) -> None:
    """Say which entry is the page at a path of the tree, and which lead to it."""
    for entry in tree:
        entry.is_current = entry.path == path
        entry.is_open = path.startswith(entry.path)
        mark_current(entry.children, path)
