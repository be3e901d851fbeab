"""Who sees which news and events: one place for pages, dashboard, feeds and pictures.

A row of an audience fits somebody by school and role, or by a group. A group is first
narrowed to those that can be meant, in the same statement, and then `people` is asked
once which of them the reader is in: however many groups there are.
"""

from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.core.actor import Actor
from eduport.news.models import (
    AudienceRow,
    Event,
    EventAudience,
    NewsAudience,
    NewsItem,
    Publication,
)
from eduport.people.models import Affiliation, Membership
from eduport.people.queries import ADMIN_ACCOUNT_ROLES, current_appointments
from eduport.people.queries.members import among_groups_of

P = TypeVar("P", bound=Publication)
AUDIENCES: dict[type[Publication], type[AudienceRow]] = {
    NewsItem: NewsAudience,
    Event: EventAudience,
}


def visible_to(actor: Actor, rows: QuerySet[P]) -> QuerySet[P]:
    """Those of the rows that are meant for the actor: one query more, if at all.

    Nothing for visitors; whether something is public is another question.
    """
    if not actor.is_signed_in:
        return rows.none()
    audience = audience_rows(rows.model)
    of_item = audience.filter(item=OuterRef("pk"))
    fits = Exists(of_item.filter(group=None).filter(fitting(actor)))
    group_ids = groups_meant(actor, audience.filter(item__in=rows.values("pk")))
    if not group_ids:
        return rows.filter(fits)
    in_group = of_item.filter(group__in=group_ids).filter(in_role(actor))
    return rows.filter(fits | Exists(in_group))


def audience_rows(model: type[P]) -> QuerySet[Any]:
    """The audiences of all news, or of all events."""
    return AUDIENCES[model]._default_manager.all()  # noqa: SLF001 -- abstract base


def groups_meant(actor: Actor, audience: QuerySet[Any]) -> set[int]:
    """The groups of the actor that are named in these rows: two queries."""
    if is_admin(actor):
        return set()
    rows = audience.filter(_near_groups(actor), group__isnull=False)
    wanted = set(rows.values_list("group_id", flat=True))
    return among_groups_of(actor.person_id, wanted) if wanted else set()


def _near_groups(actor: Actor) -> Q:
    # Who goes to a course of another school is named there, and belongs here.
    named = Membership.objects.filter(person=actor.person_id).values("group")
    return Q(school__in=actor.school_ids) | Q(group__in=named)


def fitting(actor: Actor) -> Q:
    """The rows without a group that fit the actor's schools and roles."""
    to_school = Q(school=None) | Q(school__in=actor.school_ids)
    return to_school & in_role(actor)


def near(actor: Actor) -> Q:
    """The rows that fit, and those of groups that the actor may be in."""
    fits = Q(group=None) & fitting(actor)
    if is_admin(actor):
        return fits
    return fits | Q(group__isnull=False) & _near_groups(actor)


def in_role(actor: Actor) -> Q:
    """The rows whose role the actor has where they say it."""
    fits = Q(role="") | Q(role__in=actor.roles)
    if len(actor.school_ids) < 2 or len(actor.roles) < 2:  # noqa: PLR2004 -- several
        return fits
    # A guest teacher at one school is no teacher there because of another one.
    return fits & (Q(role="") | Q(school=None) | _is_that_there(actor))


def _is_that_there(actor: Actor) -> Q:
    there = {"person": actor.person_id, "school": OuterRef("school")}
    belongs = Affiliation.objects.filter(role=OuterRef("role"), ended_at=None, **there)
    appointed = current_appointments().filter(role=OuterRef("role"), **there)
    return Q(Exists(belongs)) | Q(Exists(appointed))


def is_admin(actor: Actor) -> bool:
    """Whether somebody acts with an Admin-Account, which is in no group."""
    return not actor.roles.isdisjoint(ADMIN_ACCOUNT_ROLES)
