"""Why something about incidents and maintenance is refused."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class NoComponentError(DomainError):
    """It would concern nothing."""

    message = _("Nothing is chosen that this concerns. Please choose a component.")


class IncidentIsResolvedError(DomainError):
    """It is over."""

    message = _(
        "This incident is resolved. Please open a new one, or write what was learnt "
        "into its review."
    )


class IncidentIsOpenError(DomainError):
    """A review looks back."""

    message = _("This incident is still open. Please resolve it before its review.")


class ProposalIsDecidedError(DomainError):
    """Somebody was faster."""

    message = _("This proposal was decided already. Please look at the page again.")


class EndsBeforeStartError(DomainError):
    """A period ends before it starts."""

    message = _("The end lies before the start. Please correct one of them.")


class WindowTooLongError(DomainError):
    """Occurrences would overlap, or somebody mistyped a date."""

    message = _("A maintenance window may last %(days)d days at most.")


class WindowInThePastError(DomainError):
    """Nobody can be told any more."""

    message = _("The start lies in the past. Please choose a later one.")


class UnknownRuleError(DomainError):
    """The repetition cannot be read."""

    message = _(
        "“%(rule)s” is no rule of repetition. Please write it as in "
        "FREQ=WEEKLY;BYDAY=TH: daily, weekly, monthly or yearly, without times."
    )


class FrozenError(DomainError):
    """No maintenance in this time."""

    message = _(
        "From %(first)s to %(last)s there is no maintenance: %(name)s. Please choose "
        "another time."
    )


class WindowsInFreezeError(DomainError):
    """A single window stands in the time that is to be kept free."""

    message = _(
        "In this time stands the maintenance “%(title)s”. Please cancel or move it "
        "first."
    )


class NoSuchOccurrenceError(DomainError):
    """It is over, was cancelled, or never was."""

    message = _(
        "This maintenance is over or cancelled, so it cannot be changed any more."
    )


class NotAnExtensionError(DomainError):
    """The new end lies before the old one."""

    message = _("The new end has to lie after the one so far, %(end)s.")


class CircularDependencyError(DomainError):
    """A component would depend on itself."""

    message = _("“%(component)s” would depend on itself. Please choose others.")


class UnknownCheckError(DomainError):
    """Programs and passwords stand in the settings, not on pages."""

    message = _(
        "“%(name)s” is not in the settings of the installation (status_checks). "
        "Please have it added there first, or choose another one."
    )
