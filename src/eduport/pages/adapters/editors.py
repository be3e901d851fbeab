"""How Wagtail learns who may edit what: from our appointments, at every request.

Nothing is stored in its groups, so no right outlives an appointment.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from itertools import product
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
)

from eduport.core.actor import Actor
from eduport.pages.models import InfoPage
from eduport.pages.permissions import can_edit_all_pages, can_edit_pages
from eduport.pages.queries.schools import branches_of, schools_without_branch
from eduport.pages.services.tree import collection_name, open_school_pages
from eduport.web.access import login_redirect, needed_step_up
from eduport.web.actors import actor_of

ENTER = "wagtailadmin.access_admin"
ON_PAGES = ("add_page", "change_page", "publish_page")
ON_FILES = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
ON_REDIRECTS = frozenset(
    f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete", "view")
)
View = Callable[..., HttpResponseBase]


def editors_only(view: View) -> View:
    """Open a view of the editor to whoever may edit, after a confirmation."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if not actor.is_signed_in:
            return login_redirect(request)
        if not can_edit_pages(actor):
            # Wagtail would send them to the login again, and that one back to us.
            raise PermissionDenied
        if first := needed_step_up(request):
            return first
        give_rights(request.user, actor)
        with LogContext(user=request.user):
            return view(request, *args, **kwargs)

    gated.permission = can_edit_pages  # type: ignore[attr-defined]  # a mark for the tests
    gated.needs_step_up = True  # type: ignore[attr-defined]  # a mark for the tests
    return gated


def give_rights(account: Any, actor: Actor) -> None:
    """Let the account of this request answer what Wagtail asks of an account."""
    is_central = can_edit_all_pages(actor)
    held = frozenset({ENTER}) | (ON_REDIRECTS if is_central else frozenset())

    def has_perm(name: str, _obj: object = None) -> bool:
        return name in held

    def has_perms(names: Iterable[str], _obj: object = None) -> bool:
        return held.issuperset(names)

    account.is_superuser = is_central
    account.has_perm, account.has_perms = has_perm, has_perms
    account.groups = Group.objects.none()
    if not is_central:
        _give_branches(account, actor)


def _give_branches(account: Any, actor: Actor) -> None:
    for school in schools_without_branch(actor):
        open_school_pages(school, by=actor, at=timezone.now())
    branches = branches_of(actor)
    # Where Wagtail keeps what it has read of an account during a request.
    account._page_permission_cache = _on_pages(branches)  # noqa: SLF001 -- see above
    account._collection_permission_cache = _on_files(branches)  # noqa: SLF001 -- see above


def _permissions(codenames: tuple[str, ...]) -> list[Permission]:
    found = Permission.objects.filter(
        codename__in=codenames,
        content_type__app_label__in=["wagtailcore", "wagtaildocs", "wagtailimages"],
    )
    return list(found.select_related("content_type"))


def _on_pages(branches: list[InfoPage]) -> list[GroupPagePermission]:
    pairs = product(branches, _permissions(ON_PAGES))
    # They are never saved; Wagtail compares them by their keys.
    return [
        GroupPagePermission(pk=-number, page=branch.page_ptr, permission=permission)
        for number, (branch, permission) in enumerate(pairs, 1)
    ]


def _on_files(branches: list[InfoPage]) -> list[GroupCollectionPermission]:
    names = [collection_name(branch.school) for branch in branches if branch.school]
    collections = Collection.objects.filter(name__in=names, depth=2)
    pairs = product(collections, _permissions(ON_FILES))
    return [
        GroupCollectionPermission(
            pk=-number, collection=collection, permission=permission
        )
        for number, (collection, permission) in enumerate(pairs, 1)
    ]
