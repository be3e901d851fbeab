"""Why something about training is refused."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class NotForPupilsError(DomainError):
    """Training is for staff, with the account of every day."""

    message = _(
        "Training is for the staff of schools. Please sign in with your everyday "
        "account, not with an Admin-Account."
    )


class DateIsOverError(DomainError):
    """It has begun, or does not take place."""

    message = _(
        "This date has begun or does not take place, so it cannot be booked any more. "
        "Please choose another one."
    )


class NotBookableError(DomainError):
    """Schools ask for in-school training as a whole."""

    message = _(
        "In-school training is asked for by the school. Please talk to your head of "
        "school or school admin."
    )


class BookedAlreadyError(DomainError):
    """One seat a person, and one date of a course."""

    message = _(
        "You are booked for this course already, or wait for a seat: %(date)s. Please "
        "give that up first if you prefer another date."
    )


class TooLateToCancelError(DomainError):
    """Somebody has ordered the rooms and the material."""

    message = _(
        "You can give up this seat until %(until)s only. Please talk to the trainers "
        "or to the contact of the course."
    )


class NothingToCancelError(DomainError):
    """It is over, or was ended already."""

    message = _("This booking has ended already. There is nothing to give up.")


class OfferIsOverError(DomainError):
    """Somebody else has the seat."""

    message = _(
        "This seat is no longer kept for you. Please look whether you can book again."
    )


class NothingToDecideError(DomainError):
    """Somebody was faster, or it was taken back."""

    message = _("This request was decided or taken back already.")


class OwnRequestError(DomainError):
    """Nobody approves what they asked for."""

    message = _("Somebody else has to approve your own request.")


class SeatsTakenError(DomainError):
    """People have been promised a seat."""

    message = _(
        "%(taken)d seats are taken or offered. Please cancel some of them before there "
        "are fewer seats."
    )
    field = "seats"


class EndsBeforeStartError(DomainError):
    """A date ends before it starts."""

    message = _("The end lies before the start. Please correct one of them.")
    field = "ends_at"


class DateInThePastError(DomainError):
    """Nobody can come any more."""

    message = _("The start lies in the past. Please choose a later one.")
    field = "starts_at"


class NoPlaceError(DomainError):
    """Nobody would know where to go."""

    message = _("Please say where it takes place, or give a link to take part online.")
    field = "place"


class CourseNotPublishedError(DomainError):
    """Nobody would find it."""

    message = _("Please publish the course before people are to book it.")
