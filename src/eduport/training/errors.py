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


class NotInSchoolError(DomainError):
    """It is booked by single people."""

    message = _("This course is booked by single people. Please look at its dates.")


class AskedAlreadyError(DomainError):
    """One request at a time."""

    message = _(
        "Your school has asked for this training already. Please go on with that "
        "request."
    )


class NobodyComesError(DomainError):
    """A training needs people."""

    message = _("Please say for how many people it is: at least one.")
    field = "participants"


class NothingProposedError(DomainError):
    """Nobody agrees to the own proposal."""

    message = _(
        "There is no proposal of the other side to agree to. Please propose a date."
    )


class ProposalChangedError(DomainError):
    """Nobody agrees to what they have not seen."""

    message = _(
        "The proposal has changed meanwhile. Please look at the date that is proposed "
        "now, and agree to it if it suits you."
    )


class NoReasonError(DomainError):
    """The other side has kept the day free."""

    message = _("Please say why, so that the other side understands it.")
    field = "text"


class MoreNamesThanPeopleError(DomainError):
    """The invoice and the certificates would not fit together."""

    message = _(
        "You have ticked %(names)d people, but say that %(people)d were there. Please "
        "correct one of them."
    )
    field = "participants"


class InSchoolDateError(DomainError):
    """The date belongs to the request of a school."""

    message = _(
        "This date was agreed with a school. Please change it on the page of the "
        "request, so that the school is told."
    )


class NotPossibleNowError(DomainError):
    """The state machine says no."""

    message = _(
        "This is not possible at the moment: the request is in the state “%(state)s”. "
        "Please look at the page again."
    )


class DateNotOverError(DomainError):
    """Nobody was there yet."""

    message = _(
        "This date has not begun yet, or does not take place. Please note afterwards "
        "who was there."
    )


class FeedbackIsOverError(DomainError):
    """The sums can be read now, so nothing is added."""

    message = _(
        "The time for answers is over. Please tell the trainers directly what you "
        "would like to say."
    )


class FeedbackOnceError(DomainError):
    """One answer a person."""

    message = _(
        "You have answered already. As nobody knows which answers are yours, they "
        "cannot be changed."
    )
