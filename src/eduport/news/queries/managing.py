"""What publishers see: everything of the places for which they may publish."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Q, QuerySet

from eduport.core.actor import Actor
from eduport.core.recurrence import on_the_wall
from eduport.news.models import Event, NewsItem, Publication
from eduport.news.rules.states import State
from eduport.people.models import Group, Right, School, folded
from eduport.people.queries.rights import groups_with_rights, places_of_right

P = TypeVar("P", bound=Publication)


def managed_by(actor: Actor, rows: QuerySet[P]) -> QuerySet[P]:
    """All of the schools at which the actor publishes; of all for the central team."""
    places = places_of_right(actor, Right.PUBLISH_NEWS)
    if None in places:
        return rows
    return rows.filter(school__in=[place for place in places if place is not None])


def items_managed_by(actor: Actor) -> QuerySet[NewsItem]:
    return managed_by(actor, NewsItem.objects.select_related("school"))


def events_managed_by(actor: Actor) -> QuerySet[Event]:
    return managed_by(actor, Event.objects.select_related("school"))


def schools_to_publish_for(actor: Actor) -> tuple[list[School], bool]:
    """The schools by name, and whether it is all of them, with the authority."""
    places = places_of_right(actor, Right.PUBLISH_NEWS)
    if None in places:
        return [], True
    keys = [place for place in places if place is not None]
    rows = School.objects.filter(pk__in=keys, closed_at=None)
    return list(rows.order_by(folded("name"), "pk")), False


def groups_to_address(
    schools: Collection[School], publication: Publication | None = None
) -> QuerySet[Group]:
    """The groups of these schools that something can be said to.

    And those to which it is said already, such as a class of last year: if they were
    missing, saving would say it to the whole school.
    """
    found = Group.objects.none()
    for school in schools:
        found |= groups_with_rights(school)
    if publication:
        named = publication.audience.exclude(group=None).values("group")
        found |= Group.objects.filter(pk__in=named)
    return found.order_by(F("school__name"), "kind", folded("name"), "pk")


def in_state(rows: QuerySet[P], state: str, at: datetime) -> QuerySet[P]:
    """The rows in a state; all but the trash without one."""
    if state == State.TRASH:
        return rows.exclude(trashed_at=None)
    rows = rows.filter(trashed_at=None)
    if state == State.DRAFT:
        return rows.filter(published_at=None)
    if rows.model is Event:
        is_over = Q(over_on__lt=on_the_wall(at).date())
        # What is published is in the calendar, and never only planned.
        by_state = {
            State.PLANNED: Q(pk__in=[]),
            State.ACTIVE: ~is_over,
            State.EXPIRED: is_over,
        }
    else:
        by_state = {
            State.PLANNED: Q(starts_at__gt=at),
            State.ACTIVE: Q(starts_at__lte=at, ends_at__gt=at),
            State.EXPIRED: Q(ends_at__lte=at),
        }
    wanted = by_state.get(State(state)) if state else None
    if wanted is None:
        return rows
    return rows.filter(wanted, published_at__isnull=False)
