"""What is kept about erasures: numbers, and no names."""

from django.db import models
from django.db.models import Q

from eduport.core.personal_data import NoPersonalData


class ErasureRun(models.Model):
    """A night's final erasure, and its certificate. Names nobody.

    `counts` grows in the transaction that erases: whenever the work is killed, the
    numbers are those of what is gone.
    """

    personal_data = NoPersonalData("counts only, of a whole city")

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Who was released before these times was erased: people in general, and those who
    # never signed in.
    released_before = models.DateTimeField()
    unused_released_before = models.DateTimeField()
    limit = models.PositiveIntegerField()
    people = models.PositiveIntegerField(default=0)
    # Rows by the model's label.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="erasure_run_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | Q(finished_at__gte=models.F("started_at")),
                name="erasure_run_ends_after_its_start",
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
