"""What the database keeps of people and groups, broken one by one."""

import pytest

from eduport.people.models import GroupFate, ReservedAddress, RolloverLine
from tests.breaking import assert_refused, changed, twice, without
from tests.factories.people import (
    AppointmentFactory,
    GroupAddressFactory,
    GroupFactory,
    GroupNestingFactory,
    MembershipRuleFactory,
    ProposalFactory,
    RolloverFactory,
    SchoolChangeFactory,
    SchoolChangeLineFactory,
)

pytestmark = pytest.mark.django_db


def line():
    return RolloverLine.objects.create(
        rollover=RolloverFactory(), group=GroupFactory(), fate=GroupFate.END
    )


def change_line():
    return SchoolChangeLineFactory(change=SchoolChangeFactory())


def reserved():
    return ReservedAddress.objects.create(digest="0" * 64, number=1)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("school_change_line_once", twice(change_line)),
        ("nesting_once", twice(GroupNestingFactory)),
        ("membership_rule_role_is_known", changed(MembershipRuleFactory, role="x")),
        (
            "group_address_one_a_group",
            without(
                "people_groupaddress_group_id_key",
                "people_groupaddress",
                twice(GroupAddressFactory, name="another"),
            ),
        ),
        ("rollover_line_successor_if_it_goes_on", changed(line, fate="continue")),
        (
            "appointment_role_is_known",
            without(
                "appointment_at_a_school_or_for_all",
                "people_appointment",
                changed(AppointmentFactory, role="x"),
            ),
        ),
        ("proposal_once", twice(ProposalFactory)),
        ("proposal_kind_is_known", changed(ProposalFactory, kind="x")),
        ("reserved_address_is_hashed", changed(reserved, digest="ada.berg@x.de")),
        ("reserved_address_number_from_one", changed(reserved, number=0)),
    ],
)
def test_the_database_refuses(name, write):
    assert_refused(name, write)
