"""What was counted in the demo city during the last year: invented, and rounded."""

from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings

from eduport.accounts.models import Account, AccountKind
from eduport.people.models import School
from eduport.stats.models import SignInMonth, VisitCount
from eduport.stats.rules.rounding import STEP
from eduport.stats.services.figures import store_figures
from eduport.stats.types import CountedRole, VisitKind

DAYS = 395
SATURDAY = 5
DAYS_AGO = [0, 0, 0, 30, 200]
PAGES = {
    "portal:dashboard": 60,
    "account_login": 55,
    "portal:help": 6,
    "support:own": 4,
    "status:page": 5,
    "accounts:profile": 3,
}
TILES = {"lernwelt": 30, "mail": 45, "files": 25}
ROLES = {CountedRole.STUDENT: 1.0, CountedRole.TEACHER: 0.6, CountedRole.OFFICE: 0.1}


def count_a_year(*, at: datetime) -> None:
    """Fill a year of days and months; once."""
    if VisitCount.objects.exists():
        return
    chance, today = Random(7), at.date()  # noqa: S311 -- always the same demo
    schools = School.objects.exclude(kind__in=["", "authority"])
    kinds = schools.values_list("kind", flat=True).distinct()
    for kind in sorted(kinds):
        for role, share in ROLES.items():
            _visits(kind, role, share, today=today, at=at, chance=chance)
    _months_of_accounts(today=today, chance=chance)
    store_figures(settings.PAIRWISE_KEY, day=today.replace(day=1))


def _months_of_accounts(*, today: date, chance: Random) -> None:
    """Most came this month, some last winter."""
    used = Account.objects.filter(kind=AccountKind.PERSON, activated_at__isnull=False)
    for pk in used.order_by("pk").values_list("pk", flat=True):
        last = today - timedelta(days=chance.choice(DAYS_AGO))
        SignInMonth.objects.get_or_create(
            account_id=pk, defaults={"month": last.replace(day=1)}
        )


def _visits(
    kind: str, role: str, share: float, *, today: date, at: datetime, chance: Random
) -> None:
    rows = []
    for ago in range(1, DAYS):
        day = today - timedelta(days=ago)
        busy = (
            share * (0.1 if day.weekday() >= SATURDAY else 1) * chance.uniform(0.7, 1)
        )
        for what, items in ((VisitKind.PAGE, PAGES), (VisitKind.LAUNCH, TILES)):
            for item, most in items.items():
                visits = round(most * busy) // STEP * STEP
                row = {"day": day, "kind": what, "item": item, "visits": visits}
                rows.append(row)
        sign_ins = round(50 * busy) // STEP * STEP
        row = {"day": day, "kind": VisitKind.SIGN_IN, "item": "sign_in"}
        rows.append(row | {"visits": sign_ins})
    VisitCount.objects.bulk_create(
        VisitCount(**row, school_kind=kind, role=role, closed_at=at)
        for row in rows
        if row["visits"]
    )
