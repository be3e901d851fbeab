"""Reading the branches of the tree in which schools write."""

from django.db.models import QuerySet

from eduport.core.actor import Actor
from eduport.pages.models import InfoPage
from eduport.people.models import School


def is_trunk(page: InfoPage) -> bool:
    """Whether the site hangs on a page: the start, and where schools write."""
    is_start = page.depth == 2  # noqa: PLR2004 -- right below the root
    of_schools = page.url_path == "/info/schulen/"
    return is_start or of_schools or page.school_id is not None


def branches_of(actor: Actor) -> list[InfoPage]:
    """The branches of the actor's schools."""
    return list(
        InfoPage.objects.filter(school__in=actor.school_ids)
        .select_related("school", "page_ptr")
        .order_by("path")
    )


def schools_without_branch(actor: Actor) -> QuerySet[School]:
    """The actor's schools that never wrote anything."""
    have = InfoPage.objects.filter(school__isnull=False).values("school")
    return School.objects.filter(pk__in=actor.school_ids).exclude(pk__in=have)
