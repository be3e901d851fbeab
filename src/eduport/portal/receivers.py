"""What the portal does when something happens elsewhere."""

from typing import Any

from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from eduport.portal.services.standard import ensure_standard_tiles


@receiver(post_migrate, dispatch_uid="portal.standard_tiles")
def add_standard_tiles(*, sender: Any, apps: Apps, **_kwargs: Any) -> None:
    """After an upgrade the tiles of new pages are there."""
    # Absent while the database is brought back to the time before tiles.
    if sender.label == "portal" and "tile" in apps.all_models["portal"]:
        ensure_standard_tiles()
