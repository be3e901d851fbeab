"""What `pages` does when somebody changed something in the editor."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from eduport.pages.models import InfoPage
from eduport.pages.services import following
from eduport.pages.services.indexing import forget_page


@receiver(page_published, sender=InfoPage)
def follow_publishing(*, instance: InfoPage, **_kwargs: Any) -> None:
    """The search, the next check, and what stands below."""
    following.page_published(instance.pk, at=timezone.now())


@receiver(page_unpublished, sender=InfoPage)
def follow_hiding(*, instance: InfoPage, **_kwargs: Any) -> None:
    """Nobody finds it any more."""
    following.page_changed(instance.pk, at=timezone.now())


@receiver([post_page_move, page_slug_changed], sender=InfoPage)
def follow_move(*, instance: InfoPage, **_kwargs: Any) -> None:
    """Other pages stand above it now, and all addresses below it are others."""
    following.page_changed(instance.pk, at=timezone.now(), has_moved=True)


@receiver(post_delete, sender=InfoPage)
def follow_deletion(*, instance: InfoPage, **_kwargs: Any) -> None:
    """Nobody finds it any more."""
    forget_page(instance.pk)
