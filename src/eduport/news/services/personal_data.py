"""What `news` knows about people: for the record, for themselves, and to erase it."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.personal_data import (
    Activity,
    Counts,
    Declarations,
    Part,
    delete_rows,
    listed_texts,
    part_of,
)
from eduport.news.models import (
    CalendarToken,
    Confirmation,
    DigestChoice,
    DigestReader,
)
from eduport.news.queries.readers import reader_hashes

ACTIVITY = Activity(
    title=_("News and events"),
    purpose=_("Telling people at school what concerns them"),
    legal_basis=_("Art. 6 (1) (e) GDPR with the school act of the state"),
    subjects=_("Everybody with an account who subscribes or confirms something"),
    recipients=_("None: publishers see counts of at least five people"),
)
OTHERS: Declarations = {}
"""Models of libraries that this domain uses."""
CONFIRMATION = {"item__title": _("important news that you confirmed")}
TOKEN = {
    "account__username": _("login"),
    "created_at": _("private calendar address since"),
}
CHOICE = {"account__username": _("login"), "rhythm": _("news and events by mail")}
READER = {"account__username": _("login"), "run__day": _("digest of")}


def export(person_id: int) -> list[Part]:
    """What a person subscribed to, and which important news was confirmed."""
    of_person = {"account__person": person_id}
    return [
        part_of(
            Confirmation.objects.filter(reader__in=_hashes([person_id])).order_by("pk"),
            CONFIRMATION,
        ),
        part_of(CalendarToken.objects.filter(**of_person).order_by("pk"), TOKEN),
        part_of(DigestChoice.objects.filter(**of_person).order_by("pk"), CHOICE),
        part_of(DigestReader.objects.filter(**of_person).order_by("pk"), READER),
    ]


def erase(person_ids: Sequence[int], *, at: datetime) -> Counts:
    """Erase confirmations and subscriptions; what was published says nobody's name."""
    confirmed = Confirmation.objects.filter(
        reader__in=listed_texts(_hashes(person_ids))
    )
    rows = [
        model.objects.filter(account__person__in=person_ids)
        for model in (CalendarToken, DigestChoice, DigestReader)
    ]
    return delete_rows(confirmed, *rows)


def _hashes(person_ids: Sequence[int]) -> list[str]:
    accounts = Account.objects.filter(person__in=person_ids)
    return reader_hashes(accounts.values_list("pk", flat=True))
