"""Who may report: checking callers."""

from datetime import datetime, timedelta

from django.db import transaction

from eduport.audit.models import SecurityEvent
from eduport.audit.services import record, record_security_event
from eduport.core.actor import Actor
from eduport.people.models import Person
from eduport.support.errors import TooManyPinsError, WrongPinError
from eduport.support.queries.reporters import Caller, find_caller, pin_for
from eduport.support.rules.pins import is_pin

GUESSES = 5
REFUSED = "support.pin.refused"


def check_caller(login: str, pin: str, *, by: Actor, at: datetime) -> Caller:
    """Find out whether a caller is who they say, and may report.

    Raises WrongPinError whatever is wrong, and TooManyPinsError after five wrong ones
    within a day: a PIN of six digits must not be guessed. Both are recorded, also when
    the page is answered with a refusal.
    """
    caller = find_caller(login)
    if caller is None:
        raise WrongPinError
    with transaction.atomic():
        # Several who guess at once would not see each other.
        Person.objects.select_for_update(of=["self"]).get(pk=caller.person.pk)
        is_guessed = _refusals(caller.person, at) >= GUESSES
        is_right = is_pin(pin, pin_for(caller.person, at=at)) and not is_guessed
        if is_right:
            record("support.pin.accepted", caller.person, by=by, at=at)
        else:
            record_security_event(REFUSED, caller.person, by=by, at=at)
    if is_guessed:
        raise TooManyPinsError
    if not is_right:
        raise WrongPinError
    return caller


def _refusals(person: Person, at: datetime) -> int:
    since = at - timedelta(days=1)
    lately = SecurityEvent.objects.filter(at__gt=since, action=REFUSED)
    return lately.filter(subject=person._meta.label, subject_id=person.pk).count()
