"""What the portal does when something happens elsewhere."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver

from eduport.portal.services.standard import ensure_app_tile, ensure_standard_tiles
from eduport.sso.models import App


@receiver(post_migrate, dispatch_uid="portal.standard_tiles")
def add_standard_tiles(*, sender: Any, apps: Apps = installed, **_kwargs: Any) -> None:
    """After an upgrade the tiles of new pages are there; after a `flush`, too."""
    # Absent while the database is brought back to the time before tiles.
    if sender.label == "portal" and "tile" in apps.all_models["portal"]:
        ensure_standard_tiles()


@receiver(post_save, sender=App, dispatch_uid="portal.app_tile")
def add_app_tile(*, instance: App, **_kwargs: Any) -> None:
    """A service that was registered can be found."""
    ensure_app_tile(instance)
