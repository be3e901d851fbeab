"""Groups made by hand and last year's classes, so that there is something to see."""

from datetime import datetime

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.people.models import (
    Affiliation,
    Group,
    GroupKind,
    Membership,
    Person,
    Role,
    School,
)
from eduport.people.queries.years import active_session, session_of_year
from eduport.people.services.group_addresses import reserve_missing_addresses
from eduport.people.services.group_parts import add_rule, put_into
from eduport.people.services.groups import GroupDraft, create_group
from eduport.people.services.members import add_member, appoint_leader
from eduport.people.services.years import session_for

PLAYERS = 12
FIRST_GRADES = (1, 5)


def form_groups(logins: list[dict[str, str]], *, by: Actor, at: datetime) -> None:
    """Let the demo's teacher lead a team, and make groups by rule and of groups."""
    leader = _teacher(logins)
    if leader is None:
        return
    school = leader.home_school
    if Group.objects.filter(school=school, name="Theater-AG").exists():
        return
    _theatre(school, leader, by=by, at=at)
    _grade(school, by=by, at=at)
    _all_teachers(school, by=by, at=at)
    _last_year(school)
    reserve_missing_addresses(at=at)


def _teacher(logins: list[dict[str, str]]) -> Person | None:
    name = next((one["username"] for one in logins if one["who"] == "teacher"), "")
    account = Account.objects.filter(username=name).select_related("person").first()
    return account.person if account else None


def _theatre(school: School, leader: Person, *, by: Actor, at: datetime) -> None:
    draft = GroupDraft(GroupKind.TEAM, "Theater-AG")
    group = create_group(school, draft, by=by, at=at)
    appoint_leader(group.pk, leader, by=by, at=at)
    pupils = Affiliation.objects.filter(
        school=school, role=Role.STUDENT, ended_at=None
    ).select_related("person")
    for one in pupils.order_by("person__sort_name", "pk")[:PLAYERS]:
        add_member(group.pk, one.person, by=by, at=at)


def _grade(school: School, *, by: Actor, at: datetime) -> None:
    """A grade by rule, which is part of a project together with a class."""
    draft = GroupDraft(GroupKind.TEAM, "Jahrgang 7")
    grade = create_group(school, draft, by=by, at=at)
    add_rule(grade.pk, school, Role.STUDENT, 7, by=by, at=at)
    draft = GroupDraft(GroupKind.TEAM, "Projektwoche")
    project = create_group(school, draft, by=by, at=at)
    put_into(project.pk, grade, by=by, at=at)
    for one in Group.objects.filter(school=school, name="8a", kind=GroupKind.CLASS):
        put_into(project.pk, one, by=by, at=at)


def _all_teachers(school: School, *, by: Actor, at: datetime) -> None:
    """The teachers of two schools that work together."""
    draft = GroupDraft(GroupKind.DEPARTMENT, "Schulverbund")
    group = create_group(school, draft, by=by, at=at)
    neighbour = School.objects.exclude(pk=school.pk).filter(closed_at=None).first()
    for one in (school, neighbour):
        if one:
            add_rule(group.pk, one, Role.TEACHER, by=by, at=at)


def _last_year(school: School) -> None:
    """Last year's classes, with those who are in the next ones now."""
    active = active_session()
    if active is None or session_of_year(active.starting_year - 1):
        return
    session = session_for(active.starting_year - 1, active.authority)
    classes = Group.objects.filter(
        school=school, kind=GroupKind.CLASS, session=active, grade__isnull=False
    ).exclude(grade__in=FIRST_GRADES)
    for one in classes:
        old = Group.objects.create(
            school=school,
            kind=GroupKind.CLASS,
            name=one.name.replace(str(one.grade), str((one.grade or 1) - 1), 1),
            session=session,
            source=one.source,
            created_at=one.created_at,
        )
        members = one.membership_set.all()
        Membership.objects.bulk_create(
            Membership(
                group=old, person_id=row.person_id, source=row.source, role=row.role
            )
            for row in members
        )
