"""What the logs know about somebody: for the record of processing activities.

There is nothing to erase: entries hold numbers, and go when their time is over.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import Activity, Counts, Declarations, Part

ACTIVITY = Activity(
    title=_("Logs"),
    purpose=_("Being able to say who changed what, and to clear up attacks"),
    legal_basis=_("Art. 6 (1) (e) and Art. 32 GDPR; works agreement"),
    subjects=_("Everybody with an account"),
    recipients=_(
        "None. Entries about a person are read by two people of the central team "
        "together, and the data protection officer hears of it"
    ),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""


def export(person_id: int) -> list[Part]:
    """Nothing: two authorised people read the logs together, see the declarations."""
    return []


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Nothing: entries hold numbers, which mean nothing once the person is gone."""
    return {}
