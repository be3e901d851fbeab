"""Mail that waits."""

import datetime as dt
import json
import uuid

import factory
from factory.django import DjangoModelFactory

from eduport.core.encryption import decrypt
from eduport.outbox.models import WaitingMail
from eduport.outbox.services.writing import PURPOSE
from eduport.outbox.types import Letter
from tests.factories.people import NOON


class WaitingMailFactory(DjangoModelFactory):
    class Meta:
        model = WaitingMail

    uid = factory.LazyFunction(uuid.uuid4)
    content = "not encrypted with our key"
    created_at = NOON
    expires_at = NOON + dt.timedelta(days=3)
    next_try_at = NOON


def letters():
    """What waits to be sent, as it will be read, the oldest first."""
    contents = WaitingMail.objects.order_by("pk").values_list("content", flat=True)
    return [Letter(**json.loads(decrypt(c, purpose=PURPOSE))) for c in contents]
