"""The pages of the information site."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from eduport.core.actor import VISITOR, Actor
from eduport.pages.models import InfoPage
from eduport.pages.models.pages import SCHOOLS
from eduport.pages.queries.pages import (
    MenuEntry,
    above,
    address_of,
    entries_for,
    mark_current,
    page_at,
    pages_visible_to,
    redirect_from,
    school_branches,
    tree_visible_to,
)
from eduport.pages.types import register_preview
from eduport.pages.views.showing import shown_body
from eduport.people.permissions import audiences_of
from eduport.web import csp
from eduport.web.access import AccessView, login_redirect, public
from eduport.web.actors import actor_of

BASE = "/info/"


class InfoPageView(AccessView):
    """A page, for those for whom it is meant.

    For others it does not exist; visitors are asked who they are first.
    """

    is_public = True

    def get(self, request: HttpRequest, path: str) -> HttpResponse:
        page = page_at(path)
        moved = None if page else redirect_from(request.path)
        found = page or moved
        if not found:
            raise Http404
        if found.reach not in audiences_of(self.actor):
            if not self.actor.is_signed_in:
                return login_redirect(request)
            raise Http404
        if moved:
            return redirect(address_of(moved), permanent=True)
        return show(request, found)


def show(request: HttpRequest, page: InfoPage) -> HttpResponse:
    """A page in our look, whether it is published or only a preview."""
    return render(request, "pages/page.html", context_of(request, page))


def preview(request: HttpRequest, page: InfoPage) -> HttpResponse:
    """A page before it is published, in the frame of the editor."""
    response = show(request, page)
    policy = {**csp.STRICT, "frame-ancestors": "'self'"}
    response.headers["Content-Security-Policy"] = csp.header(policy)
    return response


register_preview(preview)


def context_of(request: HttpRequest, page: InfoPage) -> dict[str, Any]:
    """What the template needs: the text, and where the page stands."""
    actor = actor_of(request)
    tree = tree_visible_to(actor, base=BASE)
    mark_current(tree, page.path)
    body = shown_body(page, request)
    # The menu does not go so deep, nor to schools: one query more.
    is_deep = page.depth > 4 or page.school_id  # noqa: PLR2004 -- see the menu
    trail = above(page, actor, BASE) if is_deep else trail_of(tree, page)
    return {
        "base": "web/app.html" if actor.is_signed_in else "web/public.html",
        "page": page,
        "page_title": page.title,
        "canonical": request.build_absolute_uri(address_of(page)),
        "tree": tree,
        "branch": trail[0] if trail else None,
        "home_url": BASE,
        "below": children_of(tree, page, actor),
        "crumbs": crumbs_of(trail, page),
        "body": body,
        "headings": [one for one in body.headings if one.level == 2],  # noqa: PLR2004 -- h2
        "is_signed_in": actor.is_signed_in,
    }


def trail_of(tree: list[MenuEntry], page: InfoPage) -> list[MenuEntry]:
    """The pages of the menu that lead to a page."""
    trail: list[MenuEntry] = []
    level = tree
    while here := next((entry for entry in level if entry.is_open), None):
        trail.append(here)
        level = here.children
    return trail


def crumbs_of(trail: list[MenuEntry], page: InfoPage) -> list[tuple[str, str]]:
    above = [(entry.title, entry.url) for entry in trail if entry.path != page.path]
    return [*above, (page.short_title, "")]


def children_of(tree: list[MenuEntry], page: InfoPage, actor: Actor) -> list[MenuEntry]:
    """What stands directly below a page, for those pages that have no text of it."""
    if page.depth == 2:  # noqa: PLR2004 -- the start
        return tree
    if page.slug == SCHOOLS and page.depth == 3:  # noqa: PLR2004 -- right below it
        return school_branches(actor, BASE)
    if page.depth > 3:  # noqa: PLR2004 -- the menu has no children of these
        found = pages_visible_to(actor).filter(
            path__startswith=page.path, depth=page.depth + 1
        )
        return entries_for(found.order_by("path"), BASE) if page.numchild else []
    return next((entry.children for entry in tree if entry.path == page.path), [])


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """What search engines may find: the public pages."""
    pages = [
        (request.build_absolute_uri(address_of(page)), page.last_published_at)
        for page in pages_visible_to(VISITOR).filter(depth__gte=2).order_by("path")
    ]
    return render(
        request, "pages/sitemap.xml", {"pages": pages}, content_type="application/xml"
    )
