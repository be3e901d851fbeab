"""What `gateway` knows about people: for the record. It knows nobody by name."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import Activity, Counts, Declarations, Part

ACTIVITY = Activity(
    title=_("Other systems"),
    purpose=_("Letting the desk of an authority or an operator work on fault reports"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Whoever reports faults"),
    recipients=_("The systems to which the central team gave a token"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""


def export(person_id: int) -> list[Part]:
    """Nothing: what other systems read stands in `support`."""
    return []


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Nothing: what other systems have read they have to forget themselves."""
    return {}
