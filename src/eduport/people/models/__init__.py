"""Who belongs to which school: authority, schools, persons, groups, addresses."""

from eduport.people.models.actions import (
    EFFECTIVE,
    ActionKind,
    ActionLine,
    Outcome,
    PersonAction,
)
from eduport.people.models.addresses import Address
from eduport.people.models.groups import (
    AcademicSession,
    Group,
    GroupKind,
    Membership,
    MembershipRole,
    SessionKind,
)
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
from eduport.people.models.schools import School, SchoolAuthority, Source, SourceKind
from eduport.people.models.sponsorships import Sponsorship

__all__ = [
    "EFFECTIVE",
    "AcademicSession",
    "ActionKind",
    "ActionLine",
    "Address",
    "AdminRole",
    "Affiliation",
    "Appointment",
    "Group",
    "GroupKind",
    "Membership",
    "MembershipRole",
    "Outcome",
    "Person",
    "PersonAction",
    "Proposal",
    "ProposalDecision",
    "ProposalKind",
    "Role",
    "School",
    "SchoolAuthority",
    "SessionKind",
    "Source",
    "SourceKind",
    "Sponsorship",
]
