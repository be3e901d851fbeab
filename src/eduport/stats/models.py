"""Counts: of visits by day, and of accounts by month. Nobody stands in them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from eduport.accounts.models import Account
from eduport.core.personal_data import NoPersonalData, PersonalData, Retention
from eduport.stats.rules.rounding import STEP
from eduport.stats.types import CountedRole, VisitKind

COUNTS = "counts of visits, rounded when the day is over"


class VisitCount(models.Model):
    """How often something was used on a day, by one kind of school and role.

    While the day lasts `visits` is exact, and only `PUBLISHED` may be shown. When it is
    over the exact count is replaced by what is shown, and nobody finds it any more.
    After some months the days of a month become one row.
    """

    personal_data = NoPersonalData(COUNTS)

    day = models.DateField(_("day"))
    is_month = models.BooleanField(default=False)
    kind = models.CharField(_("what"), max_length=10, choices=VisitKind)
    # The name of a page in our list of addresses, or of a tile: never an address.
    item = models.CharField(max_length=100)
    school_kind = models.CharField(_("kind of school"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=CountedRole)
    visits = models.BigIntegerField(default=0)
    offset = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "is_month", "kind", "item", "school_kind", "role"],
                name="visit_count_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=VisitKind.values), name="visit_count_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=CountedRole.values),
                name="visit_count_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(visits__gte=0, offset__lt=STEP),
                name="visit_count_is_a_count",
            ),
            # The exact number of a day that is over exists nowhere.
            models.CheckConstraint(
                condition=Q(closed_at=None)
                | Q(offset=0) & Q(visits=F("visits") / STEP * STEP),
                name="visit_count_closed_is_rounded",
            ),
            models.CheckConstraint(
                condition=Q(is_month=False)
                | Q(closed_at__isnull=False) & Q(day__day=1),
                name="visit_count_month_is_closed",
            ),
        ]


PUBLISHED = models.ExpressionWrapper(
    (F("visits") + F("offset")) / STEP * STEP, models.BigIntegerField()
)
"""What may be shown of a count of visits; the same as `rules.rounding.published`."""


class SignInMonth(models.Model):
    """The month in which somebody signed in last, to count since when; no day, no time.

    Of everyday accounts only, and of nobody who declines to be counted.
    """

    personal_data = PersonalData(
        what=_("The month of the last sign-in, without day and time"),
        purpose=_("Counting how many accounts are in use; shown of nobody"),
        retention=Retention(
            task="close_days_task",
            since="month",
            setting="statistics_days",
            text=_("%(days)s days after that month"),
        ),
    )

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    month = models.DateField(_("month"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1), name="sign_in_month_has_no_day"
            )
        ]


class AccountFigure(models.Model):
    """How many accounts there were on a day, rounded, by kind of school and role."""

    personal_data = NoPersonalData("rounded counts of accounts")

    day = models.DateField(_("day"))
    school_kind = models.CharField(_("kind of school"), max_length=100, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=CountedRole)
    accounts = models.BigIntegerField(_("accounts"))
    activated = models.BigIntegerField(_("activated"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "school_kind", "role"], name="account_figure_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=CountedRole.values),
                name="account_figure_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(activated__gte=0, accounts__gte=F("activated")),
                name="account_figure_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(accounts=F("accounts") / STEP * STEP)
                & Q(activated=F("activated") / STEP * STEP),
                name="account_figure_is_rounded",
            ),
        ]
