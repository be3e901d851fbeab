"""Tables of courses, dates, seats, in-school training, certificates and feedback."""

from eduport.training.models.bookings import (
    LIVE,
    SEATED,
    Booking,
    BookingState,
)
from eduport.training.models.certificates import Certificate
from eduport.training.models.courses import (
    CourseKind,
    DateTrainer,
    TrainingCourse,
    TrainingDate,
)
from eduport.training.models.feedback import (
    FeedbackGiven,
    FeedbackSum,
    FeedbackWords,
)
from eduport.training.models.requests import (
    InSchoolRequest,
    RequestEvent,
    RequestState,
    RequestTrainer,
)

__all__ = [
    "LIVE",
    "SEATED",
    "Booking",
    "BookingState",
    "Certificate",
    "CourseKind",
    "DateTrainer",
    "FeedbackGiven",
    "FeedbackSum",
    "FeedbackWords",
    "InSchoolRequest",
    "RequestEvent",
    "RequestState",
    "RequestTrainer",
    "TrainingCourse",
    "TrainingDate",
]
