"""Reading tiles and contacts. Nothing here writes."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from eduport.core.actor import Actor
from eduport.core.kept import SOMETIME, ReaderQuery
from eduport.people.models import (
    Address,
    AdminRole,
    Affiliation,
    Appointment,
    Role,
    folded,
)
from eduport.people.models.addresses import WRITTEN
from eduport.people.queries import current_appointments
from eduport.portal.models import Tile, TileKind, TileRelease
from eduport.portal.types import Contact, ShownGroup, ShownTile
from eduport.sso.models import App, Release
from eduport.sso.queries import apps_for, is_everyday
from eduport.status.types import AudienceRow
from eduport.sync.permissions import can_see_feeds
from eduport.sync.queries import FeedState, feed_states

EVERYDAY_ROLES = frozenset([*Role.values, AdminRole.IT_CONTACT])


def tiles_visible_to(actor: Actor, *, at: datetime) -> QuerySet[Tile]:
    """The tiles that are released to the actor and shown at this time.

    A tile is a link and no right: whatever it opens checks for itself.
    """
    if not actor.is_signed_in:
        return Tile.objects.none()
    releases = _releases_to(actor).filter(tile=OuterRef("pk"))
    return Tile.objects.filter(
        Q(starts_at=None) | Q(starts_at__lte=at),
        Q(ends_at=None) | Q(ends_at__gt=at),
        Exists(releases) & Q(app=None) | Q(app__in=_apps_released_to(actor)),
        is_active=True,
    )


def _apps_released_to(actor: Actor) -> QuerySet[App]:
    # As `sso.queries.apps_released_to`, but inside of our own query.
    return apps_for(actor.person_id) if is_everyday(actor) else App.objects.none()


def _releases_to(actor: Actor) -> QuerySet[TileRelease]:
    to_role = Q(role="") | Q(role__in=actor.roles)
    to_school = Q(school=None) | Q(school__in=actor.school_ids)
    releases = TileRelease.objects.filter(to_role, to_school)
    if len(actor.school_ids) > 1 and len(actor.roles & EVERYDAY_ROLES) > 1:
        # A guest teacher at one school is no teacher there because of another one.
        together = Q(role="") | Q(school=None)
        return releases.filter(together | _is_that_there(actor))
    return releases


def _is_that_there(actor: Actor) -> Exists:
    here = {"person": actor.person_id, "school": OuterRef("school")}
    belongs = Affiliation.objects.filter(role=OuterRef("role"), ended_at=None, **here)
    appointed = current_appointments().filter(role=OuterRef("role"), **here)
    return Exists(belongs) | Exists(appointed)  # type: ignore[return-value]  # a Q


def tiles_of(actor: Actor, *, at: datetime) -> list[ShownTile]:
    """The actor's tiles with the own arrangement, hidden ones too: one query.

    Tiles that lead to a page which this installation lacks are left out.
    """
    if not actor.is_signed_in:
        return []
    rows = _ARRANGED[_language()].all(actor, at)
    return [tile for row in rows if (tile := _shown(row))]


def _arranged(
    actor: Actor, at: datetime, *, language: str
) -> QuerySet[Tile, dict[str, Any]]:
    mine = FilteredRelation(
        "tilepreference", condition=Q(tilepreference__account=actor.account_id)
    )
    rows = tiles_visible_to(actor, at=at).annotate(mine=mine)
    columns = ["pk", "slug", "icon", "hue", "kind", "url_name", "url", "position"]
    columns.append("component_id")
    return rows.values(*columns, **_columns(language))  # type: ignore[no-any-return]


def _language() -> str:
    return "de" if (get_language() or "de").startswith("de") else "en"


def _columns(language: str) -> dict[str, F]:
    return {
        "title": F(f"title_{language}"),
        "text": F(f"text_{language}"),
        "group_slug": F("group__slug"),
        "group_title": F(f"group__title_{language}"),
        "group_position": F("group__position"),
        "group_is_locked": F("group__is_locked"),
        "launch_url": F("app__launch_url"),
        "is_hidden": F("mine__is_hidden"),
        "is_favourite": F("mine__is_favourite"),
        "own_position": F("mine__position"),
    }


# Every page shows them in its menu.
_ARRANGED: dict[str, ReaderQuery[dict[str, Any]]] = {
    language: ReaderQuery(partial(_arranged, language=language), SOMETIME)
    for language in ("de", "en")
}


def _shown(row: dict[str, Any]) -> ShownTile | None:
    url = _target(row)
    if not url:
        return None
    is_locked = row["group_is_locked"]
    return ShownTile(
        pk=row["pk"],
        slug=row["slug"],
        title=row["title"],
        text=row["text"],
        icon=row["icon"],
        hue=row["hue"],
        url=url,
        is_foreign=row["kind"] != TileKind.INTERNAL,
        group=ShownGroup(
            row["group_slug"], row["group_title"], row["group_position"], is_locked
        ),
        catalogue_position=row["position"],
        # What was arranged before a group was locked counts no more.
        is_hidden=bool(row["is_hidden"]) and not is_locked,
        is_favourite=bool(row["is_favourite"]) and not is_locked,
        own_position=None if is_locked else row["own_position"],
        component_id=row["component_id"],
    )


def _target(row: dict[str, Any]) -> str:
    if row["kind"] == TileKind.INTERNAL:
        return find_page(row["url_name"])
    return str(row["launch_url"] or row["url"])


def find_page(url_name: str) -> str:
    """Where a page is, or an empty string if this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def feeds_visible_to(actor: Actor) -> list[FeedState] | None:
    """How the feeds are, for those who must notice that one stands still.

    None for everybody else. The original's feed once stood still for weeks, and the
    schools did not know.
    """
    return feed_states() if can_see_feeds(actor) else None


def contacts_of(actor: Actor) -> list[Contact]:
    """Whom the actor's schools name for help: one query.

    Pupils see only the school admins: those are whom they ask, and what else the
    staff does is no business of theirs.
    """
    roles = [AdminRole.SCHOOL_ADMIN]
    if actor.roles - {Role.STUDENT}:
        roles.append(AdminRole.IT_CONTACT)
    present = Address.objects.filter(
        person=OuterRef("person"), school=OuterRef("school"), replaced_at=None
    )
    found = (
        current_appointments()
        .filter(school__in=actor.school_ids, role__in=roles)
        .filter(person__deletion_released_at=None)
        .annotate(address=Subquery(present.annotate(text=WRITTEN).values("text")[:1]))
        .select_related("person", "school")
        .order_by(folded("school__name"), "-role", "person__sort_name")
    )
    return [_contact(appointment) for appointment in found]


def _contact(appointment: Appointment) -> Contact:
    return Contact(
        name=str(appointment.person),
        address=getattr(appointment, "address", "") or "",
        role=appointment.get_role_display(),
        school=str(appointment.school),
    )


def audience_of_tiles(component_ids: Collection[int]) -> list[AudienceRow]:
    """Roles and schools that have tiles of these components: two queries."""
    tiles = {"is_active": True, "component__in": component_ids}
    released = TileRelease.objects.filter(
        tile__in=Tile.objects.filter(app=None, **tiles)
    ).values_list("school", "role")
    apps = Release.objects.filter(
        app__is_active=True, app__in=Tile.objects.filter(**tiles).values("app")
    ).values_list("school", "role")
    return [AudienceRow(*row) for row in [*released, *apps]]
