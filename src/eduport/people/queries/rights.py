"""Reading who has which right, with its origin."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Affiliation,
    Grant,
    Group,
    Right,
    Role,
    School,
    folded,
)
from eduport.people.models.groups import BUILT_IN
from eduport.people.queries import (
    ADMIN_ACCOUNT_ROLES,
    EVERYDAY_APPOINTMENTS,
    current_appointments,
)
from eduport.people.queries.members import among_groups_of
from eduport.people.rules.rights import RULES, decide
from eduport.people.types import Decision, Effect, Granted, Reason, Rule

ROLE_ORDER = [
    Role.STUDENT,
    Role.TEACHER,
    Role.SPECIALIST,
    Role.OFFICE,
    Role.EXTERNAL,
    Role.PRINCIPAL,
    AdminRole.IT_CONTACT,
    AdminRole.SCHOOL_ADMIN,
    AdminRole.CENTRAL_TEAM,
    AdminRole.SERVICE_DESK,
]
"""The roles as tables show them."""

RolesAt = dict[int | None, set[str]]


@dataclass(frozen=True, slots=True)
class RightAt:
    """A right of somebody at a school, or everywhere if `school` is None."""

    right: Right
    school: School | None
    decision: Decision


def has_right(actor: Actor, right: Right, school_id: int) -> bool:
    """Whether the actor may do this at a school now: at most three queries."""
    roles = _roles_of(actor.person_id, is_admin=_is_admin(actor))
    here = roles.get(school_id, set()) | roles.get(None, set())
    if not here:
        return False
    grants = _grants(actor.person_id, {school_id: here}, {right})
    return decide(RULES[right], here, grants[right, school_id]).is_allowed


def places_of_right(actor: Actor, right: Right) -> set[int | None]:
    """The schools at which the actor may do this now; None among them is all schools.

    No query where the actor's roles cannot have it, else at most four.
    """
    rule = RULES[right]
    if actor.roles.isdisjoint(rule.always | rule.preset | rule.grantable):
        return set()
    roles = _roles_of(actor.person_id, is_admin=_is_admin(actor))
    everywhere = roles.get(None, set())
    held = {place: there | everywhere for place, there in roles.items()}
    is_open = any(rule.is_settable(role) for there in held.values() for role in there)
    grants = _grants(actor.person_id, held, {right}) if is_open else defaultdict(list)
    return {
        place
        for place, there in held.items()
        if decide(rule, there, grants[right, place]).is_allowed
    }


def rights_of(person_id: int, *, is_admin: bool) -> list[RightAt]:
    """All rights of a person at each of the schools, with reasons: four queries.

    `is_admin` asks for those of the Admin-Account; it has nothing of the everyday one.
    """
    roles = _roles_of(person_id, is_admin=is_admin)
    grants = _grants(person_id, roles, set(Right))
    schools = School.objects.in_bulk([key for key in roles if key is not None])
    places = sorted(roles, key=lambda key: schools[key].name if key else "")
    return [
        RightAt(
            right,
            schools.get(place) if place else None,
            decide(RULES[right], roles[place], grants[right, place]),
        )
        for place in places
        for right in Right
    ]


def _is_admin(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(ADMIN_ACCOUNT_ROLES)


def _roles_of(person_id: int | None, *, is_admin: bool) -> RolesAt:
    appointed = current_appointments().filter(
        person=person_id,
        role__in=ADMIN_ACCOUNT_ROLES if is_admin else EVERYDAY_APPOINTMENTS,
    )
    rows = appointed.values_list("school_id", "role")
    if not is_admin:
        belongs = Affiliation.objects.filter(person=person_id, ended_at=None)
        rows = rows.union(belongs.values_list("school_id", "role"))
    roles: RolesAt = defaultdict(set)
    for school, role in rows:
        roles[school].add(role)
    return dict(roles)


def _grants(
    person_id: int | None, roles: RolesAt, rights: Iterable[Right]
) -> defaultdict[tuple[str, int | None], list[Granted]]:
    concerned = {role for held in roles.values() for role in held}
    rows = Grant.objects.filter(
        Q(role__in=concerned) | Q(group__isnull=False, group__ended_at=None),
        Q(school=None) | Q(school__in=[key for key in roles if key]),
        right__in=rights,
    ).values_list("right", "school_id", "role", "group_id", "group__name", "effect")
    to_groups = {row[3] for row in rows if row[3]}
    mine = among_groups_of(person_id, to_groups) if to_groups else set()
    found = defaultdict(list)
    for right, school, role, group_id, group, effect in rows:
        if group_id and group_id not in mine:
            continue
        granted = Granted(Effect(effect), role, group or "", school is None)
        places = [school] if school else roles
        for place in places:
            if not role or role in roles[place]:
                found[right, place].append(granted)
    return found


def grants_at(school: School | None) -> QuerySet[Grant]:
    """What was decided at a school, or for all schools; groups by name."""
    grants = Grant.objects.filter(school=school).select_related("group")
    return grants.order_by("group__name", "role", "right")


def groups_with_rights(school: School) -> QuerySet[Group]:
    """The groups of a school to which a right can be given: not the built-in ones.

    Those follow from the roles, to which rights can be given as well.
    """
    groups = Group.objects.filter(school=school, ended_at=None)
    present = Q(session=None) | Q(session__activated_at__isnull=False)
    return (
        groups.filter(present).exclude(kind__in=BUILT_IN).order_by(folded("name"), "pk")
    )


def is_entitled_reporter(actor: Actor) -> bool:
    """Whether somebody may report faults to the service desk, by phone at least."""
    rule = RULES[Right.REPORT_FAULTS]
    return not actor.roles.isdisjoint(rule.always)


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right at a school: what each role has, and what groups were given."""

    right: Right
    is_settable: bool
    is_central: bool
    decisions: dict[str, Decision]
    groups: list[Grant]


def table_of_rights(school: School | None) -> list[RightRow]:
    """The table of all rights as it holds at a school, or at all schools: one query."""
    wider = Q(school=None) if school is None else Q(school=None) | Q(school=school)
    found = Grant.objects.filter(wider).select_related("group").order_by("group__name")
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in found:
        grants[grant.right].append(grant)
    return [_row(right, grants[right]) for right in Right]


def _row(right: Right, grants: list[Grant]) -> RightRow:
    rule = RULES[right]
    given = [
        Granted(Effect(one.effect), one.role, is_of_authority=one.school_id is None)
        for one in grants
        if one.role
    ]
    return RightRow(
        right,
        is_settable=rule.is_open,
        is_central=rule.is_central,
        decisions={role: decide(rule, [role], given) for role in ROLE_ORDER},
        groups=[one for one in grants if one.group_id],
    )


@dataclass(frozen=True, slots=True)
class GroupRight:
    """A right of a group: what was decided about it, and what about groups around it.

    `effect` is the own decision, empty if there is none.
    """

    right: Right
    is_settable: bool
    is_central: bool
    decision: Decision
    effect: str


def rights_of_group(group: Group) -> list[GroupRight]:
    """All rights as they hold for a group, with where that comes from.

    Whoever is in it has what it was given, if the own role allows it. What was decided
    about a group that contains this one holds too.
    """
    around = groups_around(group)
    rows = Grant.objects.filter(group__in=[group, *around]).select_related("group")
    grants: dict[str, list[Grant]] = defaultdict(list)
    for grant in sorted(rows, key=lambda one: (one.group_id != group.pk, one.pk)):
        grants[grant.right].append(grant)
    return [_of_group(right, group, grants[right]) for right in Right]


def groups_around(group: Group) -> list[Group]:
    """The groups that contain this one, over others too: one query for each level."""
    found: dict[int, Group] = {}
    level = [group.pk]
    while level:
        wholes = Group.objects.filter(parts__child__in=level, ended_at=None).exclude(
            pk__in=[group.pk, *found]
        )
        new = {one.pk: one for one in wholes}
        found |= new
        level = list(new)
    return list(found.values())


def _of_group(right: Right, group: Group, grants: list[Grant]) -> GroupRight:
    given = tuple(Granted(Effect(one.effect), group=str(one.group)) for one in grants)
    effects = {one.effect for one in given}
    if not RULES[right].is_open:
        decision = Decision(Reason.NEVER)
    elif Effect.FORBIDDEN in effects:
        decision = Decision(Reason.FORBIDDEN, grants=given)
    elif Effect.ALLOWED in effects:
        decision = Decision(Reason.ALLOWED, grants=given)
    else:
        decision = Decision(Reason.NOT_SET)
    own = next((one.effect for one in grants if one.group_id == group.pk), "")
    rule = RULES[right]
    return GroupRight(right, rule.is_open, rule.is_central, decision, own)


def rule_of(right: Right) -> Rule:
    """What a right says of roles."""
    return RULES[right]
