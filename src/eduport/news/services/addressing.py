"""To whom something is said: checked against where the author may speak."""

from itertools import product
from typing import Any

from eduport.core.actor import Actor
from eduport.news.errors import (
    ClosedSchoolError,
    ForeignGroupError,
    ForeignPlaceError,
    ForeignReachError,
)
from eduport.news.models import Publication
from eduport.news.types import Audience
from eduport.people.models import Right, School
from eduport.people.queries.rights import places_of_right


def check_audience(school: School | None, audience: Audience, *, by: Actor) -> None:
    """Refuse places at which the author may not publish, and groups of others."""
    places = places_of_right(by, Right.PUBLISH_NEWS)
    meant = [*audience.schools, *([school] if school else [])]
    for one in meant:
        if one.closed_at:
            raise ClosedSchoolError(place=one)
        if None not in places and one.pk not in places:
            raise ForeignPlaceError(place=one)
    if school is None and None not in places:
        raise ForeignPlaceError(place="-")
    for group in audience.groups:
        if school is None or group.school_id != school.pk:
            raise ForeignGroupError(group=group)


def check_reach(publication: Publication, *, by: Actor) -> None:
    """Refuse to change what reaches schools at which the author may not publish."""
    places = places_of_right(by, Right.PUBLISH_NEWS)
    if None in places:
        return
    rows = publication.audience.exclude(school__in=places).select_related("school")
    if foreign := rows.filter(school__isnull=False).first():
        raise ForeignReachError(place=foreign.school)


def address(publication: Publication, audience: Audience) -> None:
    """Write to whom it is said, in place of what stood there."""
    model: Any = publication.audience.model
    publication.audience.all().delete()
    roles = sorted(set(audience.roles)) or [""]
    places: list[tuple[int | None, int | None]]
    if audience.groups:
        places = [(group.school_id, group.pk) for group in set(audience.groups)]
    elif audience.schools:
        places = [(school_id, None) for school_id in {s.pk for s in audience.schools}]
    else:
        places = [(publication.school_id, None)]
    model.objects.bulk_create(
        model(item=publication, school_id=school_id, group_id=group_id, role=role)
        for (school_id, group_id), role in product(places, roles)
    )
