"""Files that were sent with a question, a report, a reply or a note."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData
from eduport.support.models.tickets import Message, kept_after
from eduport.support.types import MediaType


class Attachment(models.Model):
    """A file, written anew by us. Whoever reads the message may fetch it.

    The content stands in the row (ADR 25); lists leave it out.
    """

    personal_data = PersonalData(
        what=_("Files that were sent with questions and fault reports"),
        purpose=_("Helping with questions and faults"),
        retention=kept_after("message__ticket__closed_at"),
    )

    uid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=20, choices=MediaType)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=MediaType.values),
                name="attachment_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(size__gt=0), name="attachment_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.name
