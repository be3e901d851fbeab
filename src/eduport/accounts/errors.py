"""Refusals around signing in, each with the sentence that the person reads."""

from django.utils.translation import gettext_lazy as _

from eduport.core.errors import DomainError


class LoginRefusedError(DomainError):
    """Somebody may not sign in. Unknown logins and wrong passwords are one error."""

    message = _(
        "Login or password is wrong. After a change of name or school the new login "
        "holds; your school admin knows it."
    )


class MissingDomainError(LoginRefusedError):
    """The classic support case: only what stands before the @ was typed."""

    message = _(
        "The login is the whole name with @ and what follows, such as "
        "first.last@school.hamburg.de."
    )


class TooManyFailuresError(LoginRefusedError):
    """Wrong passwords keep everybody out for a while, also with the right one."""

    message = _(
        "There were too many failed attempts. Wait %(minutes)d minutes and try again."
    )


class AccountDisabledError(LoginRefusedError):
    """Said only to somebody who knew the password."""

    message = _(
        "This account is locked. Ask the school admin of your school to unlock it."
    )


class LoginReplacedError(LoginRefusedError):
    """Said only to somebody who knew the password: strangers learn no new login."""

    message = _("This login no longer holds. Your login is now %(login)s.")


class NameChangedError(LoginReplacedError):
    message = _(
        "Your name has changed in the school administration, and the login with it. "
        "Sign in with %(login)s."
    )


class SchoolChangedError(LoginReplacedError):
    message = _(
        "You have changed to another school, and the login with it. "
        "Sign in with %(login)s."
    )


class SchoolCodeChangedError(LoginReplacedError):
    message = _(
        "Your school has a new code, and your login with it. Sign in with %(login)s."
    )


class WrongActivationCodeError(DomainError):
    """Unknown login, wrong code, used code, expired code: one answer for all."""

    message = _(
        "Login and code do not belong together, or the code has been used or has "
        "expired. Ask your school admin for a new code."
    )


class WrongPasswordError(DomainError):
    message = _("The current password is wrong.")


class RefusedPasswordError(DomainError):
    """A password that others would guess."""


class PasswordTooShortError(RefusedPasswordError):
    message = _(
        "The password is too short. Take at least %(length)d characters; a short "
        "sentence is easy to remember."
    )


class PasswordTooLongError(RefusedPasswordError):
    message = _("The password is too long. %(length)d characters are the limit.")


class MonotonousPasswordError(RefusedPasswordError):
    message = _(
        "The password repeats a few characters. Take at least %(length)d different "
        "ones."
    )


class CommonPasswordError(RefusedPasswordError):
    message = _(
        "This password is on the list of those that attackers try first. Take another."
    )


class PasswordFromNameError(RefusedPasswordError):
    message = _(
        "The password consists mainly of your name, your login or the name of the "
        "portal. Take something that others do not know about you."
    )


class SamePasswordError(RefusedPasswordError):
    message = _("This is the password you have now. Take a new one.")


class RefusedRecoveryAddressError(DomainError):
    """An address that would not help, or is not wanted."""


class OwnMailDomainError(RefusedRecoveryAddressError):
    message = _(
        "You cannot read mail at %(domain)s when you cannot sign in here. Take a "
        "private address."
    )


class SameRecoveryAddressError(RefusedRecoveryAddressError):
    message = _("This is your recovery address already.")


class TooManyMailsError(RefusedRecoveryAddressError):
    message = _(
        "Several mails were sent to confirm an address. Look into your mailbox, also "
        "among the unwanted mail, and try again in an hour."
    )


class UsedLinkError(DomainError):
    """Used, expired, replaced, of somebody else: one answer for all."""

    message = _("This link is no longer good. It works once and for a short time.")


class TooManyRequestsError(DomainError):
    message = _(
        "Too many links were asked for from here. Wait %(minutes)d minutes and try "
        "again, or ask your school admin for a new password."
    )


class NoAddressError(DomainError):
    """An account needs the address at the home school as its login."""

    message = _(
        "%(person)s has no address at the home school yet, so there is no login."
    )


class NotAppointedError(DomainError):
    message = _(
        "%(person)s is not appointed to anything that needs an Admin-Account. "
        "The central team appoints school admins."
    )


class NoAccountError(DomainError):
    message = _("%(person)s has no account.")


class LastFactorError(DomainError):
    message = _(
        "Your account must have a second factor. Set up another one before you remove "
        "this one."
    )


class NoSecondFactorError(DomainError):
    message = _("%(login)s has no second factor.")


class TermsIncompleteError(DomainError):
    """Somebody would be asked to agree to nothing."""

    message = _("Terms of use need a version, a German and an English text.")


class TermsVersionTakenError(DomainError):
    """People agreed to it already: it is never edited."""

    message = _(
        "The version %(version)s was published already. Give the new text another one."
    )


class TermsTooEarlyError(DomainError):
    """It would hold at once unread, or never."""

    message = _(
        "The new terms must hold from a later moment than now, and than those that "
        "were published before."
    )
