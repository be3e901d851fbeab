"""Each invariant of groups is kept by the database: every test breaks one."""

import pytest
from django.db import IntegrityError

from eduport.people.models import RolloverLine
from tests.factories.people import (
    GroupAddressFactory,
    GroupFactory,
    MembershipRuleFactory,
    RolloverFactory,
)

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_class_has_one_row_a_year():
    group = GroupFactory()
    with refused("group_once_a_year"):
        GroupFactory(lineage=group.lineage)


@pytest.mark.parametrize("name", ["", "anna.meyer", "Chor", "-a", "a-", "a@b"])
def test_a_group_address_has_no_dot_and_so_is_never_a_persons(name):
    with refused("group_address_has_no_dot"):
        GroupAddressFactory(name=name)


@pytest.mark.parametrize("years", [(2026, 2026), (None, None)])
def test_a_group_address_is_given_once(years):
    domain = "xy.hamburg.de"
    GroupAddressFactory(name="7a", domain=domain, starting_year=years[0])
    with refused("group_address_given_once"):
        GroupAddressFactory(name="7a", domain=domain, starting_year=years[1])


@pytest.mark.parametrize("years", [(2026, None), (None, 2026)])
def test_a_permanent_address_and_one_of_a_year_never_meet(years):
    domain = "xy.hamburg.de"
    GroupAddressFactory(name="7a", domain=domain, starting_year=years[0])
    with refused("is given for another span"):
        GroupAddressFactory(name="7a", domain=domain, starting_year=years[1])


def test_a_group_address_never_goes_to_another_group():
    address = GroupAddressFactory()
    address.group = GroupFactory()
    with refused("address never changes"):
        address.save()


def test_a_group_address_is_never_deleted():
    address = GroupAddressFactory()
    with refused("row never changes"):
        address.delete()


def test_a_rule_stands_once():
    rule = MembershipRuleFactory()
    with refused("membership_rule_once"):
        MembershipRuleFactory(group=rule.group, school=rule.school)


def test_only_pupils_are_in_a_grade():
    with refused("membership_rule_grades_are_of_pupils"):
        MembershipRuleFactory(grade=7)


def test_a_rollover_goes_forward():
    with refused("rollover_goes_forward"):
        RolloverFactory(from_year=2026, to_year=2026)


@pytest.mark.parametrize(
    ("fate", "goes_on"), [("continue", False), ("end", True), ("delete", True)]
)
def test_who_goes_on_has_a_successor_and_nobody_else(fate, goes_on):
    successor = GroupFactory() if goes_on else None
    with refused("rollover_line_successor"):
        RolloverLine.objects.create(
            rollover=RolloverFactory(),
            group=GroupFactory(),
            fate=fate,
            successor=successor,
        )
