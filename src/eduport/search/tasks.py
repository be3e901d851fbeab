"""What the search does at night."""

from django_tasks import task

from eduport.search.services import refresh_words


@task()
def refresh_words_task() -> None:
    """Forget words of texts that went, and learn the parts of compounds anew."""
    refresh_words()
