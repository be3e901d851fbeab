"""What is refused about news and events, and what to do then."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class ForeignPlaceError(DomainError):
    """Who may publish for a school does not speak to others."""

    message = _("You may not publish for %(place)s. Please choose your own schools.")
    field = "schools"


class ForeignReachError(DomainError):
    """What others made it reach is not changed by who may not speak there."""

    message = _(
        "This also reaches %(place)s, where you may not publish. Please ask the "
        "central team to change it."
    )


class ForeignGroupError(DomainError):
    message = _("%(group)s is no group of this school. Please choose another one.")
    field = "groups"


class ClosedSchoolError(DomainError):
    message = _("%(place)s was closed. Nothing is published there any more.")


class NotSaidPublicError(DomainError):
    """Whoever makes something public says so twice."""

    message = _(
        "This would be readable by everybody on the Internet. Please tick that this is "
        "meant."
    )
    field = "is_meant_public"


class EndBeforeStartError(DomainError):
    message = _("The end is not after the start. Please correct one of them.")
    field = "ends_at"


class LastDayBeforeFirstError(DomainError):
    message = _("The last day is before the first. Please correct one of them.")
    field = "last_day_on"


class OverAlreadyError(DomainError):
    message = _("The end has passed already. Please choose a later one.")
    field = "ends_at"


class InTrashError(DomainError):
    message = _("“%(title)s” is in the trash. Please restore it first.")


class UnsuitableRuleError(DomainError):
    message = _(
        "The repetition cannot be used: the first day must be one that it names, and "
        "it must not say more than 1000 times."
    )
    field = "own_rule"


class NeverTakesPlaceError(DomainError):
    message = _("With this last day it would never take place. Please choose a later.")
    field = "repeated_until"


class NoSuchDayError(DomainError):
    message = _("The event does not take place on this day.")


class BrokenPictureError(DomainError):
    message = _(
        "%(name)s cannot be read as a picture. Please send a PNG, JPEG, WebP or GIF."
    )
    field = "picture"


class PictureTooLargeError(DomainError):
    message = _("%(name)s is too large. At most %(limit)s MB are possible.")
    field = "picture"


class TooManyPicturesError(DomainError):
    message = _("There are %(limit)s pictures already. Please remove one first.")


class AskedTooOftenError(DomainError):
    message = _(
        "This calendar was asked for too often. Please let your calendar program ask "
        "less often, and wait an hour."
    )


class NotImportantError(DomainError):
    message = _("This news does not have to be confirmed.")
