"""What pages, queries, letters and bulk actions of this domain tell each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
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

GUEST = "guest"
"""Another one: whose home is another school than the one that is looked at."""


class MoveState(TextChoices):
    """Where a change of school stands, seen from who looks at it."""

    OURS = "ours", _("waits for you")
    THEIRS = "theirs", _("waits for the other school")
    AGREED = "agreed", _("agreed, the day is to come")
    DONE = "done", pgettext_lazy("school change", "made")
    UNDONE = "undone", pgettext_lazy("school change", "undone")
    WITHDRAWN = "withdrawn", _("withdrawn or declined")


class MoveFilter(TextChoices):
    """Which changes of school are listed."""

    OURS = "ours", _("waits for you")
    OPEN = "open", _("not made yet")
    DONE = "done", pgettext_lazy("school change", "made")
    WITHDRAWN = "withdrawn", _("withdrawn or declined")


class SecondmentState(TextChoices):
    """Where a secondment stands, seen from who looks at it."""

    OURS = "ours", _("waits for you")
    THEIRS = "theirs", _("waits for the guest school")
    AGREED = "agreed", _("agreed, the day is to come")
    RUNNING = "running", pgettext_lazy("secondment", "under way")
    ENDED = "ended", pgettext_lazy("secondment", "ended")
    WITHDRAWN = "withdrawn", _("withdrawn or declined")


class SecondmentFilter(TextChoices):
    """Which secondments are listed."""

    OPEN = "open", _("without the consent of the guest school")
    CURRENT = "current", _("agreed and under way")
    ENDED = "ended", _("ended, withdrawn or declined")


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which of the visible persons are meant. Empty values do not narrow."""

    words: str = ""
    school_id: int | None = None
    role: str = ""
    class_id: int | None = None
    state: str = ""
    source_id: int | None = None
    # The school year of the classes; None is the active one.
    year: int | None = None

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


class SecretKind(TextChoices):
    """With what somebody signs in next."""

    CODE = "code", _("activation codes")
    PASSWORD = "password", _("passwords")


class HandoutForm(TextChoices):
    """How logins and secrets reach people."""

    LETTERS = "letters", _("letters, one page a person (PDF)")
    SLIPS = "slips", _("slips, ten on a page (PDF)")
    WORKBOOK = "workbook", _("encrypted Excel workbook (XLSX)")
    ARCHIVE = "archive", _("CSV in an encrypted archive (ZIP)")


class AddressForm(TextChoices):
    """How letters speak to people, in German."""

    BY_ROLE = "by_role", _("du to pupils, Sie to adults")
    INFORMAL = "informal", _("du to everybody")
    FORMAL = "formal", _("Sie to everybody")


@dataclass(frozen=True, slots=True)
class HandoutOrder:
    """What a handout is to be; by classes of which school year, None is the active."""

    secret_kind: SecretKind
    form: HandoutForm
    address_form: AddressForm = AddressForm.BY_ROLE
    must_change: bool = True
    class_year: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is the same for everybody.

    `page` is where people type the secret. Passwords have no `expires_on`.
    """

    secret_kind: SecretKind
    page: str
    issued_on: date
    expires_on: date | None = None
    must_change: bool = True
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, and the school that hands the secret out.

    `group` is the class, or the role of those who are in none; `contacts` are the
    names of those at the school who help. `is_informal` says "du" in German.
    """

    name: str
    call_name: str
    family_name: str
    group: str
    school: str
    contacts: str
    login: str
    is_informal: bool


class HandoutWriter(Protocol):
    """Takes people group by group, and becomes a file."""

    def begin_group(self, recipients: Sequence[Recipient]) -> None:
        """Those of one class, before the first of them."""

    def add(self, recipient: Recipient, secret: str) -> None:
        """One of them."""

    def finished(self) -> bytes:
        """The file; nobody can be added any more."""
