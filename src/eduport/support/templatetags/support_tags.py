"""What the templates of tickets ask."""

from datetime import datetime

from django import template

from eduport.support.models import Ticket

register = template.Library()


@register.filter
def is_late(ticket: Ticket, at: datetime) -> bool:
    """Whether nobody answered, or solved it, in time."""
    return ticket.is_late(at)
