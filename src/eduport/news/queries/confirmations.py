"""Who has to confirm what, and how many have: counts, never people.

What is meant for groups is counted by group, all else by role: one table, never two
that could be subtracted from each other.
"""

from collections.abc import Mapping

from django.db.models import (
    Case,
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)

from eduport.accounts.models import Account, AccountKind
from eduport.core.actor import Actor
from eduport.news.models import Confirmation, NewsItem
from eduport.news.queries.readers import reader_hash
from eduport.news.rules.counting import Counted, counted
from eduport.people.models import Affiliation, Group
from eduport.people.queries.members import among_groups_of, members_of
from eduport.people.queries.rights import ROLE_ORDER

OTHERS = "other"
GROUP = "group:"
RANKS = [role.value for role in ROLE_ORDER]


def has_confirmed(item: NewsItem, actor: Actor) -> bool:
    """Whether the actor has."""
    reader = reader_hash(actor.account_id)
    return Confirmation.objects.filter(item=item, reader=reader).exists()


def cell_of(item: NewsItem, actor: Actor) -> str:
    """In which cell somebody counts: the first group, or the first role."""
    rows = list(item.audience.order_by("group").values_list("group_id", "role"))
    groups = [group_id for group_id, _role in rows if group_id]
    if groups:
        mine = among_groups_of(actor.person_id, groups)
        return next((f"{GROUP}{one}" for one in groups if one in mine), OTHERS)
    return role_cell(actor.roles, {role for _group, role in rows if role})


def role_cell(roles: frozenset[str], wanted: set[str]) -> str:
    """The first of the roles that the item is meant for."""
    held = [role for role in RANKS if role in roles and (not wanted or role in wanted)]
    return held[0] if held else OTHERS


def counts_of(item: NewsItem) -> tuple[Counted, Mapping[str, str]]:
    """How many have confirmed in each cell, and what the cells are called."""
    found = Confirmation.objects.filter(item=item).values_list("cell")
    confirmed = dict(found.annotate(number=Count("pk")))
    groups = list(
        Group.objects.filter(newsaudience__item=item).distinct().order_by("pk")
    )
    if groups:
        sizes = _sizes_of_groups(groups)
        names = {f"{GROUP}{group.pk}": str(group) for group in groups}
    else:
        sizes = _sizes_of_roles(item)
        names = {role.value: str(role.label) for role in ROLE_ORDER}
    # Who counts in no cell of these, such as those who left the group since.
    rest = {key: number for key, number in confirmed.items() if key not in sizes}
    return counted(confirmed, sizes | dict.fromkeys(rest, 0)), names


def _sizes_of_groups(groups: list[Group]) -> dict[str, int]:
    """The readers of each group who are in none before it."""
    sizes: dict[str, int] = {}
    known: set[int] = set()
    for group in groups:
        members = members_of(group)
        people = set(
            _readers().filter(person__in=members).values_list("person", flat=True)
        )
        sizes[f"{GROUP}{group.pk}"] = len(people - known)
        known |= people
    return sizes


def _sizes_of_roles(item: NewsItem) -> dict[str, int]:
    """The readers of each role, each counted in the first that they have: one query."""
    fits = item.audience.filter(
        Q(school=None) | Q(school=OuterRef("school")),
        Q(role="") | Q(role=OuterRef("role")),
    )
    rows = Affiliation.objects.filter(
        Exists(fits),
        Exists(_readers().filter(person=OuterRef("person"))),
        ended_at=None,
    )
    rank = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(RANKS))
    )
    first = rows.values("person").annotate(rank=Min(rank))
    number = first.annotate(people=Window(Count("person"), partition_by="rank"))
    found = number.order_by("rank").values_list("rank", "people").distinct()
    return {RANKS[place]: people for place, people in found}


def _readers() -> QuerySet[Account]:
    """The accounts that can confirm something."""
    return Account.objects.filter(
        kind=AccountKind.PERSON, disabled_at=None, activated_at__isnull=False
    )
