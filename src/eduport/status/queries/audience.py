"""Whom a component concerns, and who of them wants mail."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import Affiliation
from eduport.people.queries import EVERYDAY_APPOINTMENTS, current_appointments
from eduport.status.models import Announcement, AnnouncementAudience
from eduport.status.rules.states import suffering
from eduport.status.types import AudienceRow, Board

Provider = Callable[[Collection[int]], Iterable[AudienceRow]]
_providers: list[Provider] = []
EVERYBODY = AudienceRow()


def register_audience(provider: Provider) -> Provider:
    """Let `provider` say who uses some components: the domain with the tiles does."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def audience_of(
    board: Board,
    component_ids: Sequence[int],
    *,
    schools: Collection[int] = (),
    roles: Collection[str] = (),
) -> set[AudienceRow]:
    """Who uses these components, or one that needs them, at these schools and roles."""
    reached = suffering(component_ids, board.components)
    if any(one.is_for_everybody for one in board.components if one.id in reached):
        rows = {EVERYBODY}
    else:
        rows = {row for provider in _providers for row in provider(reached)}
    if EVERYBODY in rows:
        rows = {EVERYBODY}
    return {
        narrowed
        for row in rows
        for narrowed in _narrowed(row, set(schools), set(roles))
    }


def _narrowed(
    row: AudienceRow, schools: set[int], roles: set[str]
) -> Iterable[AudienceRow]:
    """The part of an audience that is at these schools, in these roles."""
    at = [row.school_id] if row.school_id or not schools else sorted(schools)
    in_roles = [row.role] if row.role or not roles else sorted(roles)
    for school_id in at:
        for role in in_roles:
            is_outside = schools and school_id not in schools
            if not is_outside and not (roles and role not in roles):
                yield AudienceRow(school_id, role)


def readers_of(
    announcement: Announcement, *, at_most: int
) -> QuerySet[Any, tuple[int, str, str]]:
    """The next accounts that get it, by key: who is concerned and wants mail.

    Admin-Accounts have no mailbox; who was blocked or released reads none.
    """
    accounts = Account.objects.filter(
        kind=AccountKind.PERSON,
        disabled_at=None,
        activated_at__isnull=False,
        pk__gt=announcement.last_account,
        **{f"mailchoice__{announcement.topic}": True},
    )
    rows = AnnouncementAudience.objects.filter(announcement=announcement)
    if not rows.filter(school=None, role="").exists():
        accounts = accounts.filter(_is_concerned(rows))
    return accounts.order_by("pk").values_list("pk", "username", "language")[:at_most]


def _is_concerned(rows: QuerySet[AnnouncementAudience]) -> Q:
    fits = rows.filter(
        Q(school=None) | Q(school=OuterRef("school")),
        Q(role="") | Q(role=OuterRef("role")),
    )
    belongs = Affiliation.objects.filter(person=OuterRef("person"), ended_at=None)
    appointed = current_appointments().filter(
        person=OuterRef("person"), role__in=EVERYDAY_APPOINTMENTS
    )
    return Exists(belongs.filter(Exists(fits))) | Exists(appointed.filter(Exists(fits)))


def unfinished_announcements(*, before: datetime) -> list[int]:
    """Announcements of which some copies are not queued yet."""
    rows = Announcement.objects.filter(queued_at=None, created_at__lte=before)
    return list(rows.order_by("created_at").values_list("pk", flat=True))
