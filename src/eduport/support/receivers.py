"""What `support` does when something happens in the domains below it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from eduport.core.actor import Actor
from eduport.people.signals import persons_merged, persons_unmerged
from eduport.status.models import Incident
from eduport.status.signals import incident_changed
from eduport.support.services.desk import end_incident
from eduport.support.services.moving import move_tickets, move_tickets_back


@receiver(persons_merged)
def follow_merge(
    *, kept_id: int, merged_id: int, journal: dict[str, Any], **_kwargs: Any
) -> None:
    """The tickets of a merged person become those of the kept one."""
    journal["support"] = move_tickets(merged_id, kept_id)


@receiver(persons_unmerged)
def follow_unmerge(*, merged_id: int, journal: dict[str, Any], **_kwargs: Any) -> None:
    """And back."""
    move_tickets_back(journal.get("support", {}), merged_id)


@receiver(incident_changed)
def tell_of_end(
    *, incident: Incident, event: str, at: datetime, **_kwargs: Any
) -> None:
    """The end of an incident solves its reports."""
    if event == "resolved":
        end_incident(incident, by=Actor.system("status"), at=at)
