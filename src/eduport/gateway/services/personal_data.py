"""What `gateway` knows about people: numbers of their reports in another desk."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed,
)
from eduport.gateway.models import ZammadArticle, ZammadTicket

ACTIVITY = Activity(
    title=_("Other systems"),
    purpose=_("Letting the desk of an authority or an operator work on fault reports"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Whoever reports faults"),
    recipients=_(
        "The systems to which the central team gave a token, and the Zammad of the "
        "settings"
    ),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""


def export(person_id: int) -> list[Part]:
    """Nothing but numbers of another system: what was said stands in `support`."""
    return []


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Forget the numbers; what other systems know they have to forget themselves."""
    keys = listed(person_ids)
    return delete_rows(
        ZammadArticle.objects.filter(link__ticket__reporter__in=keys),
        ZammadTicket.objects.filter(ticket__reporter__in=keys),
    )
