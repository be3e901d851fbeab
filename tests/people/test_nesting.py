"""No group ends up in itself, whoever tries, and however many at once."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from eduport.core.actor import Actor
from eduport.people.errors import ContainsItselfError
from eduport.people.models import GroupNesting
from eduport.people.services.group_parts import put_into
from tests.factories.people import NOON, GroupFactory, GroupNestingFactory

OFFICE = Actor("office")


@pytest.mark.django_db
def test_a_group_is_not_put_into_itself():
    group = GroupFactory(name="Chor")

    with pytest.raises(ContainsItselfError, match=r"Chor.*Chor"):
        put_into(group.pk, group, by=OFFICE, at=NOON)


@pytest.mark.django_db
def test_a_long_circle_is_refused():
    first = GroupNestingFactory()
    second = GroupNestingFactory(parent=first.child)

    with pytest.raises(ContainsItselfError):
        put_into(second.child.pk, first.parent, by=OFFICE, at=NOON)
    assert GroupNesting.objects.count() == 2


@pytest.mark.django_db
def test_the_database_refuses_what_goes_past_the_service():
    nesting = GroupNestingFactory()

    with pytest.raises(IntegrityError, match="would contain itself"):
        GroupNestingFactory(parent=nesting.child, child=nesting.parent)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_make_a_circle_together():
    one, two = GroupFactory(), GroupFactory()
    halfway, outcomes = threading.Event(), []

    def the_other():
        halfway.wait()
        try:
            put_into(two.pk, one, by=OFFICE, at=NOON)
            outcomes.append("made")
        except ContainsItselfError:
            outcomes.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=the_other)
    other.start()
    with transaction.atomic():
        put_into(one.pk, two, by=OFFICE, at=NOON)
        halfway.set()
        # It waits for the lock of the trigger as long as this transaction lasts.
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join(timeout=10)

    assert outcomes == ["refused"]
    assert list(GroupNesting.objects.values_list("parent", "child")) == [
        (one.pk, two.pk)
    ]
