"""What editors have to look at: pages to check, new texts, dead links, opinions."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from eduport.core.actor import Actor
from eduport.pages.models import DeadLink, InfoPage, Opinion, Review, Shipped
from eduport.pages.queries.schools import branches_of
from eduport.people.models import AdminRole


def pages_edited_by(actor: Actor) -> QuerySet[InfoPage]:
    """All pages for the central team, for school admins those of their schools."""
    pages: QuerySet[InfoPage] = InfoPage.objects.filter(depth__gte=2)
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return pages
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return pages.none()
    own = [Q(path__startswith=branch.path) for branch in branches_of(actor)]
    return pages.filter(reduce(or_, own)) if own else pages.none()


def reviews_for(actor: Actor) -> QuerySet[Review]:
    """All published pages by the day on which each is to be checked."""
    return (
        Review.objects.filter(page__in=pages_edited_by(actor), page__live=True)
        .select_related("page")
        .order_by("due_on", "page__path")
    )


def offers_for(actor: Actor) -> QuerySet[Shipped]:
    """New texts of the software that wait for an editor."""
    return (
        Shipped.objects.filter(page__in=pages_edited_by(actor))
        .exclude(offered="")
        .select_related("page")
        .order_by("-offered_at", "slug")
    )


def dead_links_for(actor: Actor) -> QuerySet[DeadLink]:
    """Links that led nowhere last night."""
    found = DeadLink.objects.filter(page__in=pages_edited_by(actor))
    return found.select_related("page").order_by("page__path", "link")


def opinions_for(actor: Actor) -> QuerySet[InfoPage]:
    """Pages with how many found them helpful, those with most complaints first."""
    found: QuerySet[InfoPage] = (
        pages_edited_by(actor)
        .annotate(
            helpful=Count("opinion", filter=Q(opinion__is_helpful=True)),
            unhelpful=Count("opinion", filter=Q(opinion__is_helpful=False)),
        )
        .filter(Q(helpful__gt=0) | Q(unhelpful__gt=0))
        .order_by("-unhelpful", "-helpful", "path")
    )
    return found


def words_about(actor: Actor) -> QuerySet[Opinion]:
    """What visitors wrote, the newest first."""
    found = Opinion.objects.filter(page__in=pages_edited_by(actor)).exclude(text="")
    return found.select_related("page").order_by("-given_on", "-pk")


def due_reviews(on: date) -> QuerySet[Review]:
    """Published pages whose check is due."""
    return Review.objects.filter(page__live=True, due_on__lte=on)
