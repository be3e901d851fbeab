"""Reading what the desk keeps beside the tickets: saved views, and who is where."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from eduport.core.actor import Actor
from eduport.support.models import Presence, SavedView, Ticket


def views_visible_to(actor: Actor) -> QuerySet[SavedView]:
    """The own ones, and what others of the desk share."""
    own = Q(owner=actor.person_id or 0)
    return SavedView.objects.filter(own | Q(is_shared=True)).select_related("owner")


def others_at(ticket: Ticket, actor: Actor, *, at: datetime) -> str:
    """Who else has the ticket open, in sentences; empty if nobody: one query."""
    present = Presence.objects.filter(ticket=ticket, ends_at__gt=at)
    others = present.exclude(person=actor.person_id or 0).select_related("person")
    sentences = [_sentence(one, at) for one in others.order_by("person__sort_name")]
    return " ".join(sentences)


def _sentence(one: Presence, at: datetime) -> str:
    if one.writes_until and one.writes_until > at:
        return _("%(name)s is writing an answer.") % {"name": one.person}
    return _("%(name)s has this open too.") % {"name": one.person}
