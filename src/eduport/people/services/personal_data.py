"""What `people` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
    part_of,
)
from eduport.people.models import (
    WRITTEN,
    ActionLine,
    Address,
    Affiliation,
    Appointment,
    Membership,
    Person,
    Proposal,
    SchoolChangeLine,
    Secondment,
    Sponsorship,
)
from eduport.people.services.addresses import erase_addresses

ACTIVITY = Activity(
    title=_("Schools, persons and groups"),
    purpose=_(
        "One account for everybody at school, kept in line with the school "
        "administration system every night"
    ),
    legal_basis=_(
        "Art. 6 (1) (e) GDPR with the school act of the state; for staff with the law "
        "on the data of employees and the works agreement"
    ),
    subjects=_("Pupils, teachers and other staff of schools, guest teachers"),
    recipients=_(
        "School admins for the own schools, the central team; services only what was "
        "released to them"
    ),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
PERSON = {
    "given_name": _("first name"),
    "family_name": _("last name"),
    "call_name": _("call name"),
    "home_school__name": _("home school"),
    "uid": _("identifier"),
    "source__name": _("source"),
    "source_key": _("key of the source"),
    "created_at": _("created"),
    "deletion_released_at": _("released for deletion"),
}
AFFILIATION = {
    "school__name": _("school"),
    "role": _("role"),
    "source__name": _("source"),
    "started_at": _("from"),
    "ended_at": _("until"),
}
APPOINTMENT = {
    "role": _("role"),
    "school__name": _("school"),
    "starts_at": _("from"),
    "ends_at": _("until"),
}
ADDRESS = {
    "text": _("mail address"),
    "school__name": _("school"),
    "given_at": _("from"),
    "replaced_at": _("until"),
}
MEMBERSHIP = {
    "group__name": _("group"),
    "group__school__name": _("school"),
    "group__session__name": _("school year"),
    "role": _("role"),
    "source__name": _("source"),
}
SPONSORSHIP = {
    "affiliation__school__name": _("school"),
    "agreed_on": _("agreed"),
    "last_day_on": _("last day"),
}
ACTION = {
    "action__kind": _("what"),
    "action__school__name": _("school"),
    "action__done_at": _("done"),
    "action__undone_at": _("taken back"),
    "outcome": _("result"),
}
SCHOOL_CHANGE = {
    "change__from_school__name": _("old school"),
    "change__to_school__name": _("new school"),
    "change__asked_at": _("asked"),
    "change__done_at": _("done"),
}
SECONDMENT = {
    "home_school__name": _("home school"),
    "guest_school__name": _("guest school"),
    "role": _("role"),
    "starts_on": _("first day"),
    "last_day_on": _("last day"),
    "agreed_at": _("agreed"),
    "begun_at": _("begun"),
    "ended_at": _("ended"),
}
PROPOSAL = {
    "kind": _("kind"),
    "school__name": _("school"),
    "given_name": _("first name"),
    "family_name": _("last name"),
    "proposed_at": _("proposed"),
    "decision": _("decision"),
    "decided_at": _("decided"),
}


def export(person_id: int) -> list[Part]:
    """All that is stored about a person here: one query for each kind."""
    affiliations = Affiliation.objects.filter(person=person_id)
    memberships = Membership.objects.filter(person=person_id)
    addresses = Address.objects.filter(person=person_id).annotate(text=WRITTEN)
    lines = ActionLine.objects.filter(person=person_id)
    changes = SchoolChangeLine.objects.filter(person=person_id)
    secondments = Secondment.objects.filter(person=person_id)
    return [
        part_of(Person.objects.filter(pk=person_id), PERSON),
        part_of(affiliations.order_by("started_at", "pk"), AFFILIATION),
        part_of(Appointment.objects.filter(person=person_id), APPOINTMENT),
        part_of(addresses.order_by("given_at", "pk"), ADDRESS),
        part_of(memberships.order_by("group__name", "pk"), MEMBERSHIP),
        part_of(Proposal.objects.filter(person=person_id), PROPOSAL),
        part_of(_sponsorships(person_id).order_by("pk"), SPONSORSHIP),
        part_of(lines.order_by("pk"), ACTION),
        part_of(changes.order_by("pk"), SCHOOL_CHANGE),
        part_of(secondments.order_by("starts_on", "pk"), SECONDMENT),
    ]


def _sponsorships(person_id: int) -> QuerySet[Sponsorship]:
    return Sponsorship.objects.filter(
        Q(owner=person_id) | Q(affiliation__person=person_id)
    )


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase persons for good, after all that points at them.

    Their addresses stay reserved. Must run in a transaction after `lock_addresses`.
    """
    keys = listed(person_ids)
    persons = Person.objects.filter(pk__in=keys)
    # Proposals whose row this person is; they are kept with whom it resembled.
    rows = persons.filter(source=OuterRef("source"), source_key=OuterRef("source_key"))
    # Whom they answered for, and who was merged into them, live on without them.
    Sponsorship.objects.filter(owner__in=keys).update(owner=None)
    Person.objects.filter(merged_into__in=keys).update(merged_into=None)
    return {
        Address._meta.label: erase_addresses(person_ids),
        **delete_rows(
            Sponsorship.objects.filter(affiliation__person__in=keys),
            ActionLine.objects.filter(person__in=keys),
            SchoolChangeLine.objects.filter(person__in=keys),
            Secondment.objects.filter(person__in=keys),
            Proposal.objects.filter(Q(person__in=keys) | Exists(rows)),
            Membership.objects.filter(person__in=keys),
            Affiliation.objects.filter(person__in=keys),
            Appointment.objects.filter(person__in=keys),
            persons,
        ),
    }
