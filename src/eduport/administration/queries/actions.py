"""Reading what was done to people by hand."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from eduport.core.actor import Actor
from eduport.people.models import ActionLine, AdminRole, Outcome, PersonAction
from eduport.people.queries import persons_visible_to


def actions_visible_to(actor: Actor) -> QuerySet[PersonAction]:
    """All for the central team; for others what they did themselves."""
    actions = PersonAction.objects.order_by("-done_at", "-pk")
    if AdminRole.CENTRAL_TEAM in actor.roles:
        return actions
    if AdminRole.SCHOOL_ADMIN not in actor.roles:
        return actions.none()
    # What was done at a school that is no longer theirs is none of their business.
    is_here = Q(school=None) | Q(school__in=actor.school_ids)
    return actions.filter(is_here, account_id=actor.account_id)


def lines_of(actor: Actor, action: PersonAction) -> QuerySet[ActionLine]:
    """What became of each person; `is_visible` says who still is for the actor."""
    visible = persons_visible_to(actor).filter(pk=OuterRef("person"))
    return action.actionline_set.select_related("person").annotate(
        is_visible=Exists(visible)
    )


def counts_by_outcome(action: PersonAction) -> list[tuple[Outcome, int]]:
    """How many people had which outcome, in the order of the outcomes."""
    rows = action.actionline_set.order_by().values_list("outcome").annotate(Count("pk"))
    counts = {Outcome(outcome): count for outcome, count in rows}
    return [(outcome, counts[outcome]) for outcome in Outcome if outcome in counts]
