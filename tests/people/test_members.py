"""Who is in a group: by name, by rule, by role, through sub-groups; and who leads."""

import pytest

from eduport.core.actor import Actor
from eduport.people.errors import (
    BuiltInGroupError,
    NotOfTheSchoolError,
    PupilsDoNotLeadError,
    SyncedMemberError,
)
from eduport.people.models import GroupKind, Membership, Role, SourceKind
from eduport.people.queries.members import members_of, members_of_all, sizes_of
from eduport.people.services.group_parts import add_rule, put_into
from eduport.people.services.members import (
    add_member,
    appoint_leader,
    remove_member,
    withdraw_leader,
)
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    GroupFactory,
    GroupNestingFactory,
    MembershipFactory,
    MembershipRuleFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor("office")


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def feed():
    return SourceFactory(slug="sis", kind=SourceKind.FEED)


def at(school, role=Role.TEACHER, **values):
    """Somebody at a school."""
    person = PersonFactory(home_school=school)
    AffiliationFactory(person=person, school=school, role=role, **values)
    return person


def ids(persons):
    return {person.pk for person in persons}


def test_all_teachers_of_two_schools_are_members_by_rule(school):
    group, other = GroupFactory(school=school), SchoolFactory()
    expected = {at(school).pk, at(other).pk}
    at(school, Role.STUDENT)
    at(other, Role.OFFICE)
    at(SchoolFactory())
    at(other, ended_at=NOON)

    add_rule(group.pk, school, Role.TEACHER, by=OFFICE, at=NOON)
    add_rule(group.pk, other, Role.TEACHER, by=OFFICE, at=NOON)

    assert ids(members_of(group)) == expected


def test_a_rule_for_a_grade_follows_the_classes_of_the_active_year(school):
    old, year = year_session(2025), year_session(2026, activated_at=NOON)
    group = GroupFactory(school=school)
    MembershipRuleFactory(group=group, role=Role.STUDENT, grade=7)
    seven, eight, was_seven = (at(school, Role.STUDENT) for _ in range(3))
    MembershipFactory(group=school_class(school, "7a", year), person=seven)
    MembershipFactory(group=school_class(school, "8a", year), person=eight)
    MembershipFactory(group=school_class(school, "7b", old), person=was_seven)

    assert ids(members_of(group)) == {seven.pk}


@pytest.mark.parametrize(
    ("name", "grade"),
    [("7a", 7), ("07", 7), ("10", 10), ("Klasse 9", 9), ("VSK 1", None), ("123", None)],
)
def test_a_class_knows_its_grade(school, name, grade):
    group = school_class(school, name, year_session(2026))
    group.refresh_from_db()

    assert group.grade == grade


def test_people_in_a_group_belong_to_what_contains_it(school):
    whole = GroupFactory(school=school)
    part = GroupNestingFactory(parent=whole).child
    deep = GroupNestingFactory(parent=part).child
    built_in = GroupFactory(school=SchoolFactory(), kind=GroupKind.TEACHERS, name="L")
    GroupNestingFactory(parent=deep, child=built_in)
    person, teacher = at(school), at(built_in.school)
    MembershipFactory(group=deep, person=person)

    assert ids(members_of(whole)) == {person.pk, teacher.pk}
    assert sizes_of([whole.pk, deep.pk, built_in.pk]) == {
        whole.pk: 2,
        deep.pk: 2,
        built_in.pk: 1,
    }


def test_groups_that_ended_or_are_of_another_year_add_nobody(school):
    year_session(2026, activated_at=NOON)
    whole = GroupFactory(school=school)
    ended = GroupFactory(school=school, ended_at=NOON)
    old = school_class(school, "7a", year_session(2025))
    for part in (ended, old):
        GroupNestingFactory(parent=whole, child=part)
        MembershipFactory(group=part, person=at(school))

    assert ids(members_of(whole)) == set()
    assert len(members_of_all([ended.pk, old.pk])) == 2


def test_who_was_added_by_hand_and_left_the_school_is_no_member(school, feed):
    group = GroupFactory(school=school)
    left, synced = at(school, ended_at=NOON), at(school, ended_at=NOON)
    MembershipFactory(group=group, person=left)
    MembershipFactory(group=group, person=synced, source=feed)

    assert ids(members_of(group)) == {synced.pk}


def test_somebody_of_the_school_is_added_once(school, feed):
    group = GroupFactory(school=school, source=feed, source_key="g")
    person = at(school)

    first = add_member(group.pk, person, by=OFFICE, at=NOON)
    second = add_member(group.pk, person, by=OFFICE, at=NOON)

    assert first == second
    assert first.source.kind == SourceKind.MANUAL


def test_a_stranger_to_the_school_is_refused(school):
    stranger = at(SchoolFactory())

    with pytest.raises(NotOfTheSchoolError, match=school.name):
        add_member(GroupFactory(school=school).pk, stranger, by=OFFICE, at=NOON)


def test_nobody_is_added_to_a_built_in_group(school):
    group = GroupFactory(school=school, kind=GroupKind.SCHOOL, name="Schule")

    with pytest.raises(BuiltInGroupError):
        add_member(group.pk, at(school), by=OFFICE, at=NOON)


def test_who_comes_from_the_sync_is_taken_out_there(school, feed):
    member = MembershipFactory(
        group__school=school, person=at(school), source=feed, role="member"
    )

    with pytest.raises(SyncedMemberError, match="Ada Berg"):
        remove_member(member.group_id, member.person, by=OFFICE, at=NOON)


def test_taking_out_leaves_what_the_sync_says(school, feed):
    group, person = GroupFactory(school=school), at(school)
    synced = MembershipFactory(group=group, person=person, source=feed)
    add_member(group.pk, person, by=OFFICE, at=NOON)

    remove_member(group.pk, person, by=OFFICE, at=NOON)

    assert list(Membership.objects.all()) == [synced]


def test_staff_lead_and_stop_leading(school):
    group, person = GroupFactory(school=school), at(school)

    leader = appoint_leader(group.pk, person, by=OFFICE, at=NOON)
    withdraw_leader(group.pk, person, by=OFFICE, at=NOON)

    assert leader.role == "leader"
    leader.refresh_from_db()
    assert leader.role == "member"


def test_pupils_never_lead(school):
    group, pupil = GroupFactory(school=school), at(school, Role.STUDENT)

    with pytest.raises(PupilsDoNotLeadError, match="Ada Berg"):
        appoint_leader(group.pk, pupil, by=OFFICE, at=NOON)


def test_putting_in_twice_is_once(school):
    whole, part = GroupFactory(school=school), GroupFactory(school=school)

    first = put_into(whole.pk, part, by=OFFICE, at=NOON)

    assert put_into(whole.pk, part, by=OFFICE, at=NOON) == first
