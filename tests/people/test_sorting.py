"""Names in German order: Ö stands with Oe (DIN 5007-2), never after Z."""

import pytest

from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Group, GroupKind, School, folded
from eduport.people.queries import can_answer_for
from eduport.people.queries.groups import (
    in_order,
    leaders_of,
    parts_of,
    schools_run_by,
    wholes_of,
)
from tests.factories.people import (
    AffiliationFactory,
    GroupFactory,
    GroupNestingFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
# As people look for them, and as the numbers of the letters would not have it.
IN_ORDER = ["Ärzen", "Ahrens", "Łukasz", "Oberberg", "Österreich", "ohland", "Zander"]
CENTRAL = Actor("central", roles=frozenset({AdminRole.CENTRAL_TEAM}))


@pytest.fixture
def teachers():
    """Staff of one school, made in an order that is none."""
    school = SchoolFactory()
    persons = [
        PersonFactory(family_name=name, given_name="A", home_school=school)
        for name in sorted(IN_ORDER)
    ]
    for person in persons:
        AffiliationFactory(person=person, role="teacher")
    return persons


def test_staff_stand_in_german_order(teachers):
    found = can_answer_for(teachers[0].home_school)

    assert [person.family_name for person in found] == IN_ORDER


def test_leaders_stand_in_german_order(teachers):
    group = GroupFactory(school=teachers[0].home_school)
    for person in teachers:
        MembershipFactory(group=group, person=person, role="leader")

    assert leaders_of([group.pk]) == {group.pk: [f"A {name}" for name in IN_ORDER]}


def test_schools_stand_in_german_order():
    for name in sorted(IN_ORDER):
        SchoolFactory(name=name)

    assert [school.name for school in schools_run_by(CENTRAL)] == IN_ORDER
    assert [one.name for one in School.objects.order_by(folded("name"))] == IN_ORDER


def test_groups_stand_in_german_order():
    school = SchoolFactory()
    groups = [
        GroupFactory(school=school, name=name, kind=GroupKind.TEAM)
        for name in sorted(IN_ORDER)
    ]
    whole, part = GroupFactory(school=school), GroupFactory(school=school)
    for group in groups:
        GroupNestingFactory(parent=whole, child=group)
        GroupNestingFactory(parent=group, child=part)

    found = in_order(Group.objects.filter(pk__in=[group.pk for group in groups]))
    assert [group.name for group in found] == IN_ORDER
    assert [nesting.child.name for nesting in parts_of(whole)] == IN_ORDER
    assert [nesting.parent.name for nesting in wholes_of(part)] == IN_ORDER
