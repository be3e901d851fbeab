"""Mail addresses, the present ones and all that ever were."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.expressions import Case, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from eduport.core.personal_data import PersonalData, Retention
from eduport.people.models.persons import Person
from eduport.people.models.schools import School


class Address(models.Model):
    """An address once given. It is never given to anybody else.

    A person has one at every school; that of the home school is also the login. When
    the person is erased, a `ReservedAddress` takes its place, so that nobody inherits
    mail.
    """

    personal_data = PersonalData(
        what=_("Mail addresses and logins, present and former"),
        purpose=_("Signing in, and mail that still goes to a former address"),
    )

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


class ReservedAddress(models.Model):
    """That addresses of this name and domain were given, up to a number.

    What is left of the addresses of erased persons: a keyed hash of `base@domain` (see
    `services.addresses.digest_of`), from which nobody reads a name.
    """

    personal_data = PersonalData(
        what=_("Keyed hashes of the addresses of erased persons"),
        purpose=_("Never giving anybody an address that somebody else had"),
        retention=Retention(
            text=_("for good; without the key of the portal no name can be read")
        ),
        withheld=_("They are of erased persons, and nobody can read them."),
    )

    digest = models.CharField(max_length=64, primary_key=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="reserved_address_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="reserved_address_number_from_one"
            ),
        ]


WRITTEN = Concat(
    "base",
    Case(
        When(number__gt=1, then=Cast("number", models.CharField())), default=Value("")
    ),
    Value("@"),
    "domain",
)
"""An address as it is written, for queries: `.annotate(text=WRITTEN)`."""
