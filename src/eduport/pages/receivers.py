"""What `pages` does when somebody changed something in the editor."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished, post_page_move

from eduport.pages.models import InfoPage
from eduport.pages.services.following import page_changed
from eduport.pages.services.indexing import forget_page


@receiver([page_published, page_unpublished], sender=InfoPage)
def follow_publishing(*, instance: InfoPage, **_kwargs: Any) -> None:
    """The search, and what stands below."""
    page_changed(instance.pk, at=timezone.now())


@receiver(post_page_move, sender=InfoPage)
def follow_move(*, instance: InfoPage, **_kwargs: Any) -> None:
    """Other pages stand above it now, and all addresses below it are others."""
    page_changed(instance.pk, at=timezone.now(), has_moved=True)


@receiver(pre_delete, sender=InfoPage)
def follow_deletion(*, instance: InfoPage, **_kwargs: Any) -> None:
    """Nobody finds it any more."""
    forget_page(instance.pk)
