"""Who belongs to which school: authority, schools, persons, groups, addresses."""

from eduport.people.models.actions import (
    EFFECTIVE,
    ActionKind,
    ActionLine,
    Outcome,
    PersonAction,
)
from eduport.people.models.addresses import WRITTEN, Address, ReservedAddress
from eduport.people.models.groups import (
    BUILT_IN,
    OF_A_YEAR,
    Group,
    GroupAddress,
    GroupKind,
    GroupNesting,
    Membership,
    MembershipRole,
    MembershipRule,
)
from eduport.people.models.moves import SchoolChange, SchoolChangeLine
from eduport.people.models.persons import (
    AdminRole,
    Affiliation,
    Appointment,
    Person,
    Role,
)
from eduport.people.models.proposals import (
    Proposal,
    ProposalDecision,
    ProposalKind,
)
from eduport.people.models.rights import Grant, GrantEffect, Right
from eduport.people.models.rollovers import GroupFate, Rollover, RolloverLine
from eduport.people.models.schools import (
    School,
    SchoolAuthority,
    Source,
    SourceKind,
    folded,
)
from eduport.people.models.secondments import Secondment
from eduport.people.models.sponsorships import Sponsorship
from eduport.people.models.years import AcademicSession, SessionKind

__all__ = [
    "BUILT_IN",
    "EFFECTIVE",
    "OF_A_YEAR",
    "WRITTEN",
    "AcademicSession",
    "ActionKind",
    "ActionLine",
    "Address",
    "AdminRole",
    "Affiliation",
    "Appointment",
    "Grant",
    "GrantEffect",
    "Group",
    "GroupAddress",
    "GroupFate",
    "GroupKind",
    "GroupNesting",
    "Membership",
    "MembershipRole",
    "MembershipRule",
    "Outcome",
    "Person",
    "PersonAction",
    "Proposal",
    "ProposalDecision",
    "ProposalKind",
    "ReservedAddress",
    "Right",
    "Role",
    "Rollover",
    "RolloverLine",
    "School",
    "SchoolAuthority",
    "SchoolChange",
    "SchoolChangeLine",
    "Secondment",
    "SessionKind",
    "Source",
    "SourceKind",
    "Sponsorship",
    "folded",
]
