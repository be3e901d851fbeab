"""What pages, queries and bulk actions of this domain tell each other."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PersonState(TextChoices):
    """What a person's everyday account is, in one word; the first that fits counts."""

    RELEASED = "released", _("released for deletion")
    LOCKED = "locked", pgettext_lazy("account", "locked")
    ABSENT = "absent", _("without an account")
    NEW = "new", _("never activated")
    PROVISIONAL = "provisional", _("provisional password")
    ACTIVE = "active", pgettext_lazy("account", "active")


NO_GROUP = "no_group"
"""A further value of the filter for states: in no class, course or team."""


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which of the visible persons are meant. Empty values do not narrow."""

    words: str = ""
    school_id: int | None = None
    role: str = ""
    class_id: int | None = None
    state: str = ""
    source_id: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == PersonFilter()


@dataclass(frozen=True, slots=True)
class Selection:
    """Persons who were ticked, or all whom a filter finds.

    `query` is the filter as a query string: pages send it along instead of the ids.
    """

    uids: frozenset[UUID] = frozenset()
    filter: PersonFilter | None = None
    query: str = field(default="", compare=False)
