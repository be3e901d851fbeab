"""What `training` does when something happens in the domains below it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from eduport.people.signals import persons_changed, persons_merged, persons_unmerged
from eduport.training.services.following import release_seats_of
from eduport.training.services.moving import move_bookings, move_bookings_back


@receiver(persons_changed)
def follow_leavers(*, person_ids: Sequence[int], at: datetime, **_kwargs: Any) -> None:
    """The seats of those who leave go to others."""
    release_seats_of(person_ids, at=at)


@receiver(persons_merged)
def follow_merge(
    *, kept_id: int, merged_id: int, journal: dict[str, Any], **_kwargs: Any
) -> None:
    """The bookings of a merged person become those of the kept one."""
    journal["training"] = move_bookings(merged_id, kept_id)


@receiver(persons_unmerged)
def follow_unmerge(*, merged_id: int, journal: dict[str, Any], **_kwargs: Any) -> None:
    """And back."""
    move_bookings_back(journal.get("training", {}), merged_id)
