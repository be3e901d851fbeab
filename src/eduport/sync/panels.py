"""What the sync shows on pages and in menus of others."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from eduport.core.actor import Actor
from eduport.sync.permissions import can_manage_sync, can_see_feeds
from eduport.sync.queries import FeedState, feed_states
from eduport.web.actors import actor_of
from eduport.web.navigation import NavItem, NavSection


def feed_panel(actor: Actor) -> list[FeedState]:
    """When each source last brought anything, for those who wait for new accounts.

    Draw it with `{% include "sync/_feeds.html" with feeds=... %}`; empty for others.
    """
    return feed_states() if can_see_feeds(actor) else []


def sync_menu(request: HttpRequest) -> Iterable[NavSection]:
    """The line “Sync” of the central team."""
    if not can_manage_sync(actor_of(request)):
        return []
    item = NavItem(_("Sync"), reverse("sync:runs"), "sync")
    return [NavSection(_("Administration"), [item], order=80)]
