"""Reading adoptions and possible duplicates, and who is compared with whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from eduport.accounts.models import Account
from eduport.administration.queries.person import PersonRecord, record_of
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Person, Proposal, ProposalKind
from eduport.people.queries import persons_visible_to


def proposals_visible_to(actor: Actor) -> QuerySet[Proposal]:
    """All for the central team, those of the own schools for school admins."""
    related = ("person__home_school", "person__source", "school", "source", "action")
    proposals = Proposal.objects.select_related(*related)
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return proposals
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return proposals.none()
    return proposals.filter(school__in=actor.school_ids)


def open_proposals_of(actor: Actor) -> QuerySet[Proposal]:
    """Those that wait for somebody to decide."""
    return proposals_visible_to(actor).filter(decision="")


def proposed_twin(actor: Actor, proposal: Proposal) -> Person | None:
    """The second person of a possible duplicate, made from the row since."""
    if proposal.kind != ProposalKind.DUPLICATE:
        return None
    return (
        comparable(actor)
        .filter(source=proposal.source, source_key=proposal.source_key)
        .exclude(pk=proposal.person_id)
        .first()
    )


def comparable(actor: Actor) -> QuerySet[Person]:
    """The persons whom the actor may put side by side and merge."""
    persons = persons_visible_to(actor).filter(merged_into=None)
    if AdminRole.CENTRAL_TEAM not in actor.roles:
        persons = persons.filter(home_school__in=actor.school_ids)
    return persons.select_related("home_school", "source", "merged_into")


def find_by_login(actor: Actor, login: str) -> Person | None:
    """The comparable person who signs in with this."""
    accounts = Account.objects.filter(username=login.strip().lower())
    return comparable(actor).filter(pk__in=accounts.values("person")).first()


class Difference(NamedTuple):
    """A line of two records side by side."""

    label: StrOrPromise
    left: list[str]
    right: list[str]

    @property
    def is_same(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Side:
    """What a record shows beside another one."""

    names: list[str]
    source: list[str]
    home: list[str]
    places: list[str]
    addresses: list[str]
    groups: list[str]
    state: list[str]
    since: datetime


def side_of(record: PersonRecord) -> Side:
    person = record.person
    return Side(
        names=[f"{person.given_name} {person.family_name}", person.call_name],
        source=[f"{person.source} {person.source_key or ''}".strip()],
        home=[str(person.home_school)],
        places=[
            f"{one.school}: {one.get_role_display()}"
            for one in record.affiliations
            if not one.ended_at
        ],
        addresses=[str(one) for one in record.addresses],
        groups=[one.group.name for one in record.memberships],
        state=[str(record.state.label)],
        since=person.created_at,
    )


def side_by_side(left: Person, right: Person) -> list[Difference]:
    """Two persons, line by line."""
    one, other = side_of(record_of(left)), side_of(record_of(right))
    labels = {
        "names": _("Names"),
        "source": _("Source"),
        "home": _("Home school"),
        "places": _("Affiliations"),
        "addresses": _("Addresses"),
        "groups": _("Groups"),
        "state": _("Account"),
    }
    return [
        Difference(label, getattr(one, name), getattr(other, name))
        for name, label in labels.items()
    ]


def beside_the_row(proposal: Proposal) -> list[Difference]:
    """A person made by hand, and what the source says."""
    one = side_of(record_of(proposal.person))
    row = f"{proposal.given_name} {proposal.family_name}"
    source = f"{proposal.source} {proposal.source_key}"
    stays = [_("stays as it is")]
    follows = [_("follow in the next night")]
    return [
        Difference(_("Names"), one.names, [row]),
        Difference(_("Source"), one.source, [source]),
        Difference(_("Home school"), one.home, [str(proposal.school)]),
        Difference(_("Affiliations"), one.places, follows),
        Difference(_("Groups"), one.groups, follows),
        Difference(_("Addresses"), one.addresses, stays),
        Difference(_("Account"), one.state, stays),
    ]
