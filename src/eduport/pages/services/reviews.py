"""Pages are looked at again and again, or they get old."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from eduport.accounts.models import Account, AccountKind
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.outbox.services import send_mail_later
from eduport.pages.models import InfoPage, Review
from eduport.pages.queries.desk import due_reviews
from eduport.people.models import Address, AdminRole
from eduport.people.models.addresses import WRITTEN
from eduport.people.queries import current_appointments

TEMPLATE = "pages/mail/reviews_due.txt"
NAMED = 10
AGAIN = timedelta(days=14)


def note_check(page: InfoPage, *, at: datetime) -> None:
    """Count a page as checked today; the next check is due in its number of months."""
    today = timezone.localdate(at)
    Review.objects.update_or_create(
        page=page,
        defaults={
            "checked_on": today,
            "due_on": today + relativedelta(months=page.review_months),
            "reminded_on": None,
        },
    )


@transaction.atomic
def confirm_page(review: Review, *, by: Actor, at: datetime) -> None:
    """Say that a page was read and is right as it is."""
    note_check(review.page, at=at)
    record("pages.page.checked", review.page, by=by, at=at)


@transaction.atomic
def remind_of_reviews(*, at: datetime) -> int:
    """Write to whoever answers for pages that are due; return how many mails.

    Each page is told of again after a fortnight, not every night.
    """
    today = timezone.localdate(at)
    due = list(
        due_reviews(today)
        .filter(Q(reminded_on=None) | Q(reminded_on__lte=today - AGAIN))
        .select_related("page__school")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("due_on")
    )
    told = _readers(due)
    addresses = _addresses(told)
    for person_id, pages in told.items():
        if address := addresses.get(person_id):
            send_mail_later(address, TEMPLATE, _context(pages), language="de", at=at)
    Review.objects.filter(pk__in=[one.pk for one in due]).update(reminded_on=today)
    return len(told.keys() & addresses.keys())


def _readers(reviews: Iterable[Review]) -> dict[int, list[InfoPage]]:
    """The pages of each reader: the person who is named, else who may edit them."""
    pages = [review.page for review in reviews]
    logins = {page.responsible for page in pages if page.responsible}
    accounts = Account.objects.filter(username__in=logins, disabled_at=None)
    named = dict(accounts.values_list("username", "person"))
    schools = dict(
        InfoPage.objects.filter(school__isnull=False).values_list("path", "school")
    )
    editors = _editors()
    told: dict[int, list[InfoPage]] = defaultdict(list)
    for page in pages:
        school = _school_of(page.path, schools)
        found = named.get(page.responsible)
        for person_id in {found} if found else editors[school]:
            told[person_id].append(page)
    return dict(told)


def _school_of(path: str, schools: dict[str, int]) -> int | None:
    return next(
        (school for top, school in schools.items() if path.startswith(top)), None
    )


def _editors() -> dict[int | None, set[int]]:
    """Who edits the pages of each school, and all others."""
    rows = current_appointments().filter(
        role__in=[AdminRole.CENTRAL_TEAM, AdminRole.SCHOOL_ADMIN]
    )
    found: dict[int | None, set[int]] = defaultdict(set)
    for school_id, person_id in rows.values_list("school", "person"):
        found[school_id].add(person_id)
    return found


def _addresses(person_ids: Iterable[int]) -> dict[int, str]:
    """Where people read mail: an Admin-Account has no mailbox, its person has."""
    everyday = Account.objects.filter(
        person__in=list(person_ids), kind=AccountKind.PERSON, disabled_at=None
    )
    rows = Address.objects.filter(
        person__in=everyday.values("person"),
        replaced_at=None,
        school=F("person__home_school"),
    ).annotate(text=WRITTEN)
    return dict(rows.values_list("person", "text"))


def _context(pages: list[InfoPage]) -> dict[str, str | int | date]:
    names = [str(page.title) for page in pages]
    return {"count": len(names), "names": ", ".join(names[:NAMED])}
