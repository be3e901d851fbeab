"""Background work: what expired and what lies in the trash goes at night."""

from django.utils import timezone
from django_tasks import task

from eduport.news.services.publishing import purge_publications


@task()
def purge_news_task() -> None:
    """Forget confirmations of what expired, and what was trashed or over long ago."""
    purge_publications(at=timezone.now())
