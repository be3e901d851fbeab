"""Mail addresses, the present ones and all that ever were."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Case, When
from django.db.models.functions import Cast, Concat

from eduport.people.models.persons import Person
from eduport.people.models.schools import School


class Address(models.Model):
    """An address once given. It is never given to anybody else.

    A person has one at every school; that of the home school is also the login. The
    row outlives the person (`person` becomes null), so that nobody inherits mail.
    """

    # `number` tells namesakes of one school apart, in order of arrival; 1 is not shown.
    base = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    domain = models.CharField(max_length=255)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, db_index=False)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain", "base", "number"], name="address_given_once"
            ),
            models.UniqueConstraint(
                fields=["person", "school"],
                condition=Q(replaced_at=None),
                name="address_one_present_per_school",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="address_number_from_one"
            ),
        ]

    def __str__(self) -> str:
        suffix = self.number if self.number > 1 else ""
        return f"{self.base}{suffix}@{self.domain}"


WRITTEN = Concat(
    "base",
    Case(
        When(number__gt=1, then=Cast("number", models.CharField())), default=Value("")
    ),
    Value("@"),
    "domain",
)
"""An address as it is written, for queries: `.annotate(text=WRITTEN)`."""
