"""What `status` does when something happens elsewhere."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from eduport.status.services.components import ensure_standard_catalogue


@receiver(post_migrate, dispatch_uid="status.standard_catalogue")
def add_standard_catalogue(
    *, sender: Any, apps: Apps = installed, **_kwargs: Any
) -> None:
    """After an upgrade new modules are in the catalogue; after a `flush`, too."""
    # Absent while the database is brought back to the time before the catalogue.
    if sender.label == "status" and "snapshot" in apps.all_models["status"]:
        ensure_standard_catalogue(at=timezone.now())
