"""What was held, for those who write invoices: offers and sums, nobody's name."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from eduport.training.models import BookingState, TrainingDate

HEADINGS = (
    _("Day"),
    _("Course"),
    _("Kind of training"),
    _("School"),
    _("Place"),
    _("Hours"),
    _("Price in euros"),
    _("People"),
)
WIDTHS = (12, 40, 34, 40, 30, 8, 14, 10)
WAS_THERE = Count("booking", filter=Q(booking__state=BookingState.ATTENDED))


def invoice_rows(first: date, last: date) -> Iterator[list[str]]:
    """The dates that were held from one day to another, a row each: one query."""
    held = TrainingDate.objects.filter(
        held_at__isnull=False, starts_at__date__range=(first, last)
    )
    rows = held.annotate(was_there=WAS_THERE).select_related(
        "course", "school", "inschoolrequest"
    )
    for one in rows.order_by("starts_at", "pk"):
        request = getattr(one, "inschoolrequest", None)
        people = request.participants if request else one.was_there
        yield [
            date_format(localtime(one.starts_at), "SHORT_DATE_FORMAT"),
            one.course.title,
            str(one.course.get_kind_display()),
            str(one.school or ""),
            one.place,
            number_format(one.course.hours, 1),
            number_format(
                one.course.price if one.held_price is None else one.held_price, 2
            ),
            str(people),
        ]
