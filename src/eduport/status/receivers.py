"""What `status` does when something happens elsewhere."""

from functools import partial
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from eduport.status.models import Incident, MaintenanceWindow
from eduport.status.services.components import ensure_standard_catalogue
from eduport.status.signals import incident_changed, window_changed
from eduport.status.tasks import announce_changed_window_task, announce_incident_task


@receiver(post_migrate, dispatch_uid="status.standard_catalogue")
def add_standard_catalogue(
    *, sender: Any, apps: Apps = installed, **_kwargs: Any
) -> None:
    """After an upgrade new modules are in the catalogue; after a `flush`, too."""
    # Absent while the database is brought back to the time before the catalogue.
    if sender.label == "status" and "snapshot" in apps.all_models["status"]:
        ensure_standard_catalogue(at=timezone.now())


@receiver(incident_changed)
def mail_what_was_said(*, incident: Incident, **_kwargs: Any) -> None:
    """Whoever wants it reads of an incident by mail."""
    enqueue = partial(announce_incident_task.enqueue, incident_id=incident.pk)
    transaction.on_commit(enqueue)


@receiver(window_changed)
def mail_what_changed(*, window: MaintenanceWindow, event: str, **_kwargs: Any) -> None:
    """Whoever was told of maintenance is told when it changes."""
    if event != "planned":
        enqueue = partial(announce_changed_window_task.enqueue, window_id=window.pk)
        transaction.on_commit(enqueue)
