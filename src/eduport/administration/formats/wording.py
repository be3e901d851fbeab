"""The sentences of letters and slips: to pupils and adults, with code or password."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from eduport.administration.types import Occasion, Recipient, SecretKind


@dataclass(frozen=True, slots=True)
class Sentences:
    """A letter, with gaps for name, page, school and contacts.

    German knows two forms of address; the contexts tell translators which one is meant.
    """

    subject: StrPromise
    greeting: StrPromise
    opening: StrPromise
    steps: tuple[StrPromise, StrPromise, StrPromise]
    warning: StrPromise
    questions: StrPromise
    anonymous: StrPromise
    slip: StrPromise


_INFORMAL = {
    "subject": pgettext_lazy("informal", "Your access to eduPort"),
    "greeting": pgettext_lazy("informal", "Hello %(call_name)s,"),
    "questions": pgettext_lazy(
        "informal", "Questions? At your school these people help you: %(contacts)s."
    ),
    "anonymous": pgettext_lazy(
        "informal", "Questions? The school admin of your school helps you."
    ),
}
_FORMAL = {
    "subject": pgettext_lazy("formal", "Your access to eduPort"),
    "greeting": pgettext_lazy("formal", "Hello %(name)s,"),
    "questions": pgettext_lazy(
        "formal", "Questions? At your school these people help you: %(contacts)s."
    ),
    "anonymous": pgettext_lazy(
        "formal", "Questions? The school admin of your school helps you."
    ),
}
_INFORMAL_SCAN = pgettext_lazy("informal", "Scan the square, or open %(page)s.")
_FORMAL_SCAN = pgettext_lazy("formal", "Scan the square, or open %(page)s.")
SENTENCES = {
    (True, SecretKind.CODE): Sentences(
        **_INFORMAL,
        opening=pgettext_lazy(
            "informal",
            "with eduPort you sign in to what your school offers online. Here is your "
            "login, and a code for your first sign-in.",
        ),
        steps=(
            _INFORMAL_SCAN,
            pgettext_lazy(
                "informal",
                "Type your login and the code, and choose a password that only you "
                "know.",
            ),
            pgettext_lazy(
                "informal",
                "From then on you sign in with your login and your own password.",
            ),
        ),
        warning=pgettext_lazy(
            "informal",
            "Keep the code to yourself: whoever has it can sign in as you. Nobody at "
            "the school asks you for it. Codes that you got before no longer work.",
        ),
        slip=pgettext_lazy(
            "informal", "Scan or open %(page)s and choose your password there."
        ),
    ),
    (True, SecretKind.PASSWORD): Sentences(
        **_INFORMAL,
        opening=pgettext_lazy(
            "informal",
            "here is a new password for eduPort, where you sign in to what your school "
            "offers online. A password that you had before no longer works.",
        ),
        steps=(
            _INFORMAL_SCAN,
            pgettext_lazy("informal", "Sign in with your login and this password."),
            pgettext_lazy(
                "informal", "Choose a password that only you know, and keep it."
            ),
        ),
        warning=pgettext_lazy(
            "informal",
            "Keep the password to yourself: whoever has it can sign in as you. Nobody "
            "at the school asks you for it.",
        ),
        slip=pgettext_lazy("informal", "Scan or open %(page)s and sign in there."),
    ),
    (False, SecretKind.CODE): Sentences(
        **_FORMAL,
        opening=pgettext_lazy(
            "formal",
            "with eduPort you sign in to what your school offers online. Here is your "
            "login, and a code for your first sign-in.",
        ),
        steps=(
            _FORMAL_SCAN,
            pgettext_lazy(
                "formal",
                "Type your login and the code, and choose a password that only you "
                "know.",
            ),
            pgettext_lazy(
                "formal",
                "From then on you sign in with your login and your own password.",
            ),
        ),
        warning=pgettext_lazy(
            "formal",
            "Keep the code to yourself: whoever has it can sign in as you. Nobody at "
            "the school asks you for it. Codes that you got before no longer work.",
        ),
        slip=pgettext_lazy(
            "formal", "Scan or open %(page)s and choose your password there."
        ),
    ),
    (False, SecretKind.PASSWORD): Sentences(
        **_FORMAL,
        opening=pgettext_lazy(
            "formal",
            "here is a new password for eduPort, where you sign in to what your school "
            "offers online. A password that you had before no longer works.",
        ),
        steps=(
            _FORMAL_SCAN,
            pgettext_lazy("formal", "Sign in with your login and this password."),
            pgettext_lazy(
                "formal", "Choose a password that only you know, and keep it."
            ),
        ),
        warning=pgettext_lazy(
            "formal",
            "Keep the password to yourself: whoever has it can sign in as you. Nobody "
            "at the school asks you for it.",
        ),
        slip=pgettext_lazy("formal", "Scan or open %(page)s and sign in there."),
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a letter says to one person."""

    subject: str
    greeting: str
    opening: str
    steps: tuple[str, ...]
    warning: str
    questions: str
    slip: str


def wording(recipient: Recipient, occasion: Occasion) -> Wording:
    """The sentences for this person, in the language that is active."""
    found = SENTENCES[recipient.is_informal, occasion.secret_kind]
    gaps = {
        "name": recipient.name,
        "call_name": recipient.call_name,
        "contacts": recipient.contacts,
        "page": shown_page(occasion),
    }
    questions = found.questions if recipient.contacts else found.anonymous
    return Wording(
        subject=str(found.subject),
        greeting=str(found.greeting) % gaps,
        opening=str(found.opening),
        steps=tuple(str(step) % gaps for step in found.steps),
        warning=str(found.warning),
        questions=str(questions) % gaps,
        slip=str(found.slip) % gaps,
    )


def shown_page(occasion: Occasion) -> str:
    """The address of the page as people type it."""
    return occasion.page.split("://")[-1].rstrip("/")


def secret_label(kind: SecretKind) -> str:
    return _("Password") if kind == SecretKind.PASSWORD else _("Activation code")


def alphabet(kind: SecretKind) -> str:
    """What somebody need not wonder about while typing."""
    if kind == SecretKind.PASSWORD:
        return _(
            "Small letters and digits, with the hyphens. There is no small L in it, "
            "and no digit 0 or 1."
        )
    return _("There is no letter I or O in it, and no digit 0 or 1.")


def validity(occasion: Occasion) -> str:
    """How long it can be used."""
    if occasion.expires_on is None:
        return _("Made on %(day)s") % {"day": shown_day(occasion.issued_on)}
    return _("Valid until %(day)s, once") % {"day": shown_day(occasion.expires_on)}


def shown_day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
