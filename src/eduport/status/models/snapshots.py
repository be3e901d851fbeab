"""The status page as it is now, in one row, so that any page can ask for it."""

from django.db import models
from django.db.models import Q

from eduport.core.personal_data import NoPersonalData


class Snapshot(models.Model):
    """What the status page says, written at every change and now and then.

    There is one row. `notices` is the small part that every page needs.
    """

    personal_data = NoPersonalData("what everybody may read")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    made_at = models.DateTimeField()
    board = models.TextField()
    notices = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="snapshot_is_one")
        ]
