"""From what was ticked on the list of people to rows that the actor may change.

Ids are never trusted: whatever was sent, only visible persons come out, and of those
only the ones whose whole account the actor looks after (`can_manage_person`).
"""

from django.db.models import QuerySet

from eduport.accounts.models import Account, AccountKind
from eduport.administration.queries.persons import persons_found
from eduport.administration.types import PersonFilter, Selection
from eduport.core.actor import Actor
from eduport.people.models import AdminRole, Person


def selected_persons(actor: Actor, selection: Selection) -> QuerySet[Person]:
    """The selected persons whom the actor may change; `.count()` says how many."""
    persons = _visible(actor, selection)
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return persons
    return persons.filter(home_school__in=actor.school_ids)


def selected_accounts(actor: Actor, selection: Selection) -> QuerySet[Account]:
    """Their everyday accounts; Admin- and function accounts are never in a bulk."""
    persons = selected_persons(actor, selection)
    return Account.objects.filter(
        kind=AccountKind.PERSON, person__in=persons.values("pk")
    )


def count_of_guests(actor: Actor, selection: Selection) -> int:
    """How many of the selected stay untouched, because their home is elsewhere."""
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return 0
    return _visible(actor, selection).exclude(home_school__in=actor.school_ids).count()


def _visible(actor: Actor, selection: Selection) -> QuerySet[Person]:
    if selection.filter is not None:
        return persons_found(actor, selection.filter)
    return persons_found(actor, PersonFilter()).filter(uid__in=selection.uids)
