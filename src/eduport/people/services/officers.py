"""Who looks after data protection at a school."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.people.errors import NoMailAddressError
from eduport.people.models import School


@transaction.atomic
def set_data_protection_mail(
    school: School, address: str, *, by: Actor, at: datetime
) -> None:
    """Let a school have an officer of its own; an empty address takes it back.

    Then the one of the installation hears of inquiries again. The same address twice
    changes nothing. Raises NoMailAddressError.
    """
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise NoMailAddressError(address=address) from error
    changed = School.objects.filter(pk=school.pk).exclude(data_protection_mail=address)
    if changed.update(data_protection_mail=address):
        record("people.school.officer_set", school, by=by, at=at)
