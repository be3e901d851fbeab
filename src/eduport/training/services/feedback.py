"""Saying how a training was, so that nobody can tell who said what.

Ticks are only counted up, and words have a random key: no row holds one person's
answers together, or a time. That somebody has answered stands elsewhere.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from eduport.core.actor import Actor
from eduport.training.errors import FeedbackIsOverError, FeedbackOnceError
from eduport.training.models import Booking, BookingState, TrainingDate
from eduport.training.models.feedback import FeedbackGiven, FeedbackWords

_COUNT = """
INSERT INTO training_feedbacksum AS known (date_id, question, rating, number)
VALUES (%s, %s, %s, 1)
ON CONFLICT (date_id, question, rating) DO UPDATE SET number = known.number + 1
"""


def feedback_ends_at(date: TrainingDate) -> datetime:
    """Until when people can say how a date was."""
    return date.ends_at + timedelta(days=settings.EDUPORT.training_feedback_days)


@transaction.atomic
def give_feedback(
    booking_id: int, ratings: Mapping[str, int], words: str, *, by: Actor, at: datetime
) -> None:
    """Count the answers of somebody who was there; once.

    Nothing of it is written into the log. Raises FeedbackIsOverError, or
    FeedbackOnceError for a second time.
    """
    rows = Booking.objects.select_related("date").filter(person=by.person_id)
    booking = rows.select_for_update(of=["self"]).get(pk=booking_id)
    is_late = at >= feedback_ends_at(booking.date)
    if booking.state != BookingState.ATTENDED or is_late:
        raise FeedbackIsOverError
    _given, is_first = FeedbackGiven.objects.get_or_create(booking=booking)
    if not is_first:
        raise FeedbackOnceError
    with connection.cursor() as cursor:
        rows_to_count = [
            (booking.date_id, question, rating) for question, rating in ratings.items()
        ]
        cursor.executemany(_COUNT, sorted(rows_to_count))
    if words.strip():
        FeedbackWords.objects.create(date=booking.date, text=words.strip())
