"""Giving and denying rights, and who has which afterwards."""

import pytest
from django.db import IntegrityError

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import (
    AdminRole,
    Grant,
    GrantEffect,
    GroupKind,
    GroupNesting,
    Right,
    Role,
)
from eduport.people.queries import appointed_actor, everyday_actor
from eduport.people.queries.rights import (
    groups_with_rights,
    has_right,
    is_entitled_reporter,
    rights_of,
)
from eduport.people.rules.rights import RULES
from eduport.people.services.rights import (
    BuiltInGroupError,
    FixedRightError,
    ForeignGroupError,
    Recipient,
    set_right,
)
from eduport.people.types import Reason
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
BY = Actor("admin")
ALLOWED, FORBIDDEN = GrantEffect.ALLOWED, GrantEffect.FORBIDDEN
NEWS = Right.PUBLISH_NEWS


@pytest.fixture
def teacher():
    return AffiliationFactory(role=Role.TEACHER)


def decide(recipient, effect=ALLOWED, right=NEWS):
    set_right(right, recipient, effect, by=BY, at=NOON)


def actor_of(affiliation):
    return everyday_actor("ada", 1, affiliation.person_id)


def reason(affiliation, right=NEWS):
    rights = rights_of(affiliation.person_id, is_admin=False)
    [found] = [
        one.decision.reason
        for one in rights
        if (one.right, one.school) == (right, affiliation.school)
    ]
    return found


def test_every_right_has_a_rule():
    assert set(RULES) == set(Right.values)


def test_a_right_is_given_to_a_role_at_one_school(teacher):
    stranger = AffiliationFactory(role=Role.TEACHER, school=SchoolFactory())

    decide(Recipient(teacher.school, role=Role.TEACHER))

    assert has_right(actor_of(teacher), NEWS, teacher.school_id)
    assert not has_right(actor_of(stranger), NEWS, stranger.school_id)
    assert not has_right(actor_of(stranger), NEWS, teacher.school_id)
    assert not has_right(actor_of(teacher), NEWS, stranger.school_id)


def test_a_right_is_given_at_all_schools_and_denied_at_one(teacher):
    other = AffiliationFactory(role=Role.TEACHER, school=SchoolFactory())

    decide(Recipient(None, role=Role.TEACHER))
    decide(Recipient(teacher.school, role=Role.TEACHER), FORBIDDEN)

    assert reason(teacher) == Reason.FORBIDDEN
    assert reason(other) == Reason.ALLOWED


def test_a_right_is_given_to_a_group(teacher):
    editors = GroupFactory(school=teacher.school, kind=GroupKind.TEAM, name="Editors")
    MembershipFactory(group=editors, person=teacher.person)
    outside = AffiliationFactory(role=Role.TEACHER, school=teacher.school)

    decide(Recipient(teacher.school, group=editors))

    assert has_right(actor_of(teacher), NEWS, teacher.school_id)
    assert not has_right(actor_of(outside), NEWS, teacher.school_id)


def test_a_group_in_the_group_has_the_right_too(teacher):
    editors = GroupFactory(school=teacher.school, kind=GroupKind.TEAM)
    inner = GroupFactory(school=teacher.school, kind=GroupKind.TEAM)
    MembershipFactory(group=inner, person=teacher.person)
    GroupNesting.objects.create(parent=editors, child=inner)

    decide(Recipient(teacher.school, group=editors))

    assert has_right(actor_of(teacher), NEWS, teacher.school_id)


def test_a_group_gives_a_right_at_its_school_only(teacher):
    elsewhere = SchoolFactory()
    AffiliationFactory(person=teacher.person, school=elsewhere, role=Role.TEACHER)
    editors = GroupFactory(school=teacher.school, kind=GroupKind.TEAM)
    MembershipFactory(group=editors, person=teacher.person)

    decide(Recipient(teacher.school, group=editors))

    assert not has_right(actor_of(teacher), NEWS, elsewhere.pk)


def test_a_pupil_in_the_group_gets_nothing(teacher):
    pupil = AffiliationFactory(role=Role.STUDENT, school=teacher.school)
    editors = GroupFactory(school=teacher.school, kind=GroupKind.TEAM)
    MembershipFactory(group=editors, person=pupil.person)

    decide(Recipient(teacher.school, group=editors))

    assert reason(pupil) == Reason.NEVER


def test_a_decision_is_taken_back(teacher):
    recipient = Recipient(teacher.school, role=Role.TEACHER)
    decide(recipient)

    decide(recipient, None)

    assert (reason(teacher), Grant.objects.count()) == (Reason.NOT_SET, 0)


def test_deciding_the_same_twice_is_recorded_once(teacher):
    recipient = Recipient(teacher.school, role=Role.TEACHER)

    decide(recipient)
    decide(recipient)
    decide(recipient, FORBIDDEN)

    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "people.grant.allowed",
        "people.grant.taken_back",
        "people.grant.forbidden",
    ]
    assert Grant.objects.get().effect == FORBIDDEN


@pytest.mark.parametrize(
    ("right", "role"),
    [
        (Right.PUBLISH_NEWS, Role.STUDENT),
        (Right.RESET_PASSWORDS, Role.TEACHER),
        (Right.SWITCH_SCHOOL_YEAR, AdminRole.SCHOOL_ADMIN),
        (Right.OWN_ACCOUNT, Role.STUDENT),
        (Right.REPORT_FAULTS_ONLINE, Role.TEACHER),
        (Right.PUBLISH_NEWS, "nobody"),
    ],
)
def test_what_is_fixed_is_not_decided(teacher, right, role):
    with pytest.raises(FixedRightError):
        decide(Recipient(teacher.school, role=role), right=right)


def test_a_fixed_right_is_given_to_no_group(teacher):
    with pytest.raises(FixedRightError):
        decide(
            Recipient(teacher.school, group=GroupFactory(school=teacher.school)),
            right=Right.RESET_PASSWORDS,
        )


def test_a_group_of_another_school_is_refused(teacher):
    with pytest.raises(ForeignGroupError):
        decide(Recipient(teacher.school, group=GroupFactory(kind=GroupKind.TEAM)))


def test_built_in_groups_are_roles(teacher):
    teachers = GroupFactory(
        school=teacher.school, kind=GroupKind.TEACHERS, session=None
    )

    with pytest.raises(BuiltInGroupError):
        decide(Recipient(teacher.school, group=teachers))
    assert list(groups_with_rights(teacher.school)) == []


def test_the_admin_account_has_nothing_of_the_everyday_one(teacher):
    AppointmentFactory(person=teacher.person, school=teacher.school)
    admin = appointed_actor("admin.ada", 2, teacher.person_id)

    assert has_right(admin, Right.RESET_PASSWORDS, teacher.school_id)
    assert not has_right(actor_of(teacher), Right.RESET_PASSWORDS, teacher.school_id)
    assert not has_right(admin, Right.ASK_SCHOOL_ADMIN, teacher.school_id)


def test_the_central_team_has_its_rights_at_every_school():
    person = PersonFactory()
    AppointmentFactory(person=person, school=None, role=AdminRole.CENTRAL_TEAM)
    team = appointed_actor("admin.ada", 2, person.pk)

    assert has_right(team, Right.RESET_PASSWORDS, SchoolFactory().pk)


@pytest.mark.parametrize(
    ("role", "may"),
    [(AdminRole.IT_CONTACT, True), (AdminRole.PRINCIPAL, True), (None, False)],
)
def test_the_right_to_report_faults_follows_the_appointment(teacher, role, may):
    if role:
        AppointmentFactory(person=teacher.person, school=teacher.school, role=role)

    actor = actor_of(teacher)

    assert is_entitled_reporter(actor) is may
    assert has_right(actor, Right.REPORT_FAULTS, teacher.school_id) is may


@pytest.mark.parametrize("schools", [1, 3])
def test_all_rights_are_three_queries(schools, django_assert_num_queries):
    person = PersonFactory()
    for _ in range(schools):
        AffiliationFactory(person=person, school=SchoolFactory(), role=Role.TEACHER)

    with django_assert_num_queries(3):
        rights = rights_of(person.pk, is_admin=False)

    assert len(rights) == schools * len(Right)


@pytest.mark.parametrize(("groups", "queries"), [(0, 2), (1, 3), (3, 3)])
def test_one_right_is_few_queries(teacher, groups, queries, django_assert_num_queries):
    for _ in range(groups):
        group = GroupFactory(school=teacher.school, kind=GroupKind.TEAM)
        decide(Recipient(teacher.school, group=group))
    actor = actor_of(teacher)

    with django_assert_num_queries(queries):
        has_right(actor, NEWS, teacher.school_id)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"right": "fly"}, "grant_right_is_known"),
        ({"effect": "maybe"}, "grant_effect_is_known"),
        ({"role": ""}, "grant_for_a_role_or_a_group"),
    ],
)
def test_the_database_knows_the_rules(values, constraint):
    whole = {"right": NEWS, "role": Role.TEACHER, "effect": ALLOWED}

    with pytest.raises(IntegrityError, match=constraint):
        Grant.objects.create(decided_at=NOON, **whole | values)


def test_a_decision_stands_once():
    whole = {"right": NEWS, "role": Role.TEACHER, "decided_at": NOON}
    Grant.objects.create(effect=ALLOWED, **whole)

    with pytest.raises(IntegrityError, match="grant_once"):
        Grant.objects.create(effect=FORBIDDEN, **whole)
