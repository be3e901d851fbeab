"""Words for incidents that happen now and then."""

from datetime import datetime

from django.db import transaction

from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.status.models import IncidentTemplate


@transaction.atomic
def save_template(template: IncidentTemplate, *, by: Actor, at: datetime) -> None:
    """Write down a template, new or changed."""
    template.save()
    record("status.template.changed", template, by=by, at=at)


@transaction.atomic
def remove_template(template: IncidentTemplate, *, by: Actor, at: datetime) -> None:
    """Remove a template; what was written with it stays."""
    record("status.template.removed", template, by=by, at=at)
    template.delete()
