"""Looking things up in templates."""

from collections.abc import Mapping

from django import template

from eduport.training.models import Booking

register = template.Library()


@register.filter
def of_key(bookings: Mapping[int, Booking], key: int) -> Booking | None:
    """The own booking of a course, if there is one."""
    return bookings.get(key)
