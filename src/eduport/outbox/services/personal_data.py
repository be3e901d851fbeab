"""What `outbox` knows about people: for the record. It knows nobody by name.

There is nothing to erase: mail is encrypted, for nobody in particular, and gone soon.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import Activity, Counts, Declarations, Part

ACTIVITY = Activity(
    title=_("Mail from the portal"),
    purpose=_("Telling people what concerns their account"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an account"),
    recipients=_("The mail server of the operator, and those of the addressees"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""


def export(person_id: int) -> list[Part]:
    """Nothing: to whom a mail goes is encrypted with it, or it was wanted."""
    return []


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Nothing: what could not be sent goes after two weeks."""
    return {}
