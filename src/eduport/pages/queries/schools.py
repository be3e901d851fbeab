"""Reading the branches of the tree in which schools write."""

from django.db.models import QuerySet

from eduport.core.actor import Actor
from eduport.pages.models import InfoPage
from eduport.people.models import School


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
