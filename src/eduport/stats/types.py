"""What is counted, of whom, and in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OPT_OUT_COOKIE = "statistics"
"""Holds `off` or is not there: the same for everybody, so that it identifies nobody."""
OFF = "off"
OTHER = "other"


class VisitKind(TextChoices):
    """What is counted."""

    PAGE = "page", pgettext_lazy("statistics", "page view")
    LAUNCH = "launch", pgettext_lazy("statistics", "launch of a tile")
    SIGN_IN = "sign_in", pgettext_lazy("statistics", "sign-in")


class CountedRole(TextChoices):
    """Who is told apart: everyday roles; Admin-Accounts are one, there are few."""

    VISITOR = "visitor", _("without signing in")
    STUDENT = "student", _("pupils")
    TEACHER = "teacher", _("teachers")
    SPECIALIST = "specialist", _("pedagogical and therapeutic staff")
    PRINCIPAL = "principal", _("heads of school")
    OFFICE = "office", _("school offices")
    EXTERNAL = "external", _("guest teachers")
    ADMINISTRATION = "administration", _("Admin-Accounts")


PRECEDENCE = (
    CountedRole.PRINCIPAL,
    CountedRole.TEACHER,
    CountedRole.SPECIALIST,
    CountedRole.OFFICE,
    CountedRole.EXTERNAL,
    CountedRole.STUDENT,
)
"""Whoever has several roles is counted once, in the first of these."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of a visit until it is counted: nothing that leads to somebody."""

    day: date
    kind: str
    item: str
    school_ids: frozenset[int]
    role: str


@dataclass(frozen=True, slots=True)
class Period:
    """Days: the first, and the one after the last."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Figure:
    """What is published of one kind of school and one role, or of a sum of them."""

    school_kind: str
    role: str
    accounts: int
    activated: int
    in_use: int = 0
    """Those in which somebody signed in at least once since a month."""


Modules = dict[str, dict[str, int]]
"""For each module, or each tile, the sums by kind of school."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Empty words stand for everything."""

    period: Period
    since: date
    """The first day of a month."""
    school_kind: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer, with nothing in it but sums of published cells."""

    question: Question
    schools: Mapping[str, int]
    total: Figure
    by_kind: Sequence[Figure]
    by_role: Sequence[Figure]
    cells: Sequence[Figure]
    months: Sequence[tuple[date, int, int]]
    views: Sequence[tuple[date, int]]
    sign_ins: Sequence[tuple[date, int]]
    modules: Modules
    tiles: Modules
    roles: Sequence[tuple[str, int]]
    is_by_month: bool = False

    @property
    def kinds(self) -> list[str]:
        """The kinds of school that stand in the tables of modules and tiles."""
        counted = [*self.modules.values(), *self.tiles.values()]
        return sorted({kind for kinds in counted for kind in kinds})


MODULES = {
    "portal": _("Portal: start page, tiles, help"),
    "accounts": _("Accounts: signing in, passwords, own account"),
    "administration": _("School administration"),
    "people": _("Groups and school years"),
    "sync": _("Roster sync"),
    "sso": _("Single sign-on"),
    "status": _("State of the services"),
    "support": _("Support"),
    "gateway": _("Other systems"),
    "privacy": _("Privacy"),
    "inquiries": _("Reading the log"),
    "outbox": _("Mail"),
    "stats": _("Statistics"),
    "news": _("News and events"),
    "training": _("Training"),
    "pages": _("Information site"),
    "guides": _("Guides and handbook"),
    "homepages": _("School homepages"),
    "search": _("Search"),
    "web": _("Appearance and language"),
    OTHER: _("other"),
}
"""Modules by the domain to which their pages belong."""
