"""Tables of courses, their dates and who has a seat."""

from eduport.training.models.bookings import (
    LIVE,
    SEATED,
    Booking,
    BookingState,
)
from eduport.training.models.courses import (
    CourseKind,
    DateTrainer,
    TrainingCourse,
    TrainingDate,
)

__all__ = [
    "LIVE",
    "SEATED",
    "Booking",
    "BookingState",
    "CourseKind",
    "DateTrainer",
    "TrainingCourse",
    "TrainingDate",
]
