"""What the list of people can be sorted by that is no column of a person.

Only for people of a school or two: PostgreSQL works it out for each of them.
"""

from django.db.models import (
    Case,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from eduport.accounts.models import Account, AccountKind
from eduport.administration.queries.persons import (
    CONDITIONS,
    memberships_shown,
    natural,
)
from eduport.administration.types import PersonState
from eduport.people.models import GroupKind, Person


def with_class_order(persons: QuerySet[Person], year: int | None) -> QuerySet[Person]:
    """Persons with `class_order` in a school year; who is in no class comes first."""
    classes = memberships_shown(year).filter(
        person=OuterRef("pk"), group__kind=GroupKind.CLASS
    )
    names = classes.annotate(text=natural("group__name")).order_by("text")
    first = Subquery(names.values("text")[:1])
    return persons.annotate(class_order=Coalesce(first, Value("")))


def with_state_order(persons: QuerySet[Person], _year: int | None) -> QuerySet[Person]:
    """Persons with `state_order`, in the order of PersonState."""
    place: dict[str, Value] = {state: Value(n) for n, state in enumerate(PersonState)}
    whens = [When(condition, place[state]) for state, condition in CONDITIONS.items()]
    everyday = Account.objects.filter(person=OuterRef("pk"), kind=AccountKind.PERSON)
    of_account = everyday.annotate(
        place=Case(*whens, output_field=IntegerField())
    ).values("place")
    return persons.annotate(
        state_order=Case(
            When(deletion_released_at__isnull=False, then=place[PersonState.RELEASED]),
            default=Coalesce(Subquery(of_account[:1]), place[PersonState.ABSENT]),
        )
    )
