"""What the nights do to people by themselves, by the tasks that the schedule starts."""

import datetime as dt

import pytest
from django.utils import timezone

from eduport.config.schedule import NIGHTLY
from eduport.people.models import Affiliation, PersonAction, Role
from eduport.people.tasks import (
    end_manual_accounts_task,
    follow_secondments_task,
    purge_actions_task,
)
from tests.factories.people import (
    AffiliationFactory,
    PersonFactory,
    SecondmentFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    """The tasks look at the clock themselves; the tests count from the same day."""
    return timezone.localdate()


def manual_account(last_day_on):
    agreed_on = last_day_on - 30 * DAY
    return SponsorshipFactory(agreed_on=agreed_on, last_day_on=last_day_on).affiliation


def test_a_manual_account_whose_last_day_is_over_is_released_for_deletion(today):
    over, lasting = manual_account(today - DAY), manual_account(today)

    end_manual_accounts_task.call()

    released = []
    for affiliation in (over, lasting):
        affiliation.person.refresh_from_db()
        released.append(affiliation.person.deletion_released_at is not None)
    assert released == [True, False]


def test_a_manual_account_with_another_place_lives_on(today):
    affiliation = manual_account(today - DAY)
    AffiliationFactory(person=affiliation.person, role=Role.OFFICE)

    end_manual_accounts_task.call()

    affiliation.person.refresh_from_db()
    present = Affiliation.objects.filter(person=affiliation.person, ended_at=None)
    assert affiliation.person.deletion_released_at is None
    assert [one.role for one in present] == [Role.OFFICE]


def test_secondments_begin_and_end_in_the_night(today):
    at = timezone.now() - 40 * DAY
    person = AffiliationFactory(person=PersonFactory(), started_at=at).person
    over = SecondmentFactory(
        person=person,
        starts_on=today - 30 * DAY,
        last_day_on=today - DAY,
        asked_at=at,
        agreed_at=at,
        begun_at=at,
    )
    AffiliationFactory(person=person, school=over.guest_school, started_at=at)
    due = SecondmentFactory(
        person=person, starts_on=today, last_day_on=today, asked_at=at, agreed_at=at
    )

    follow_secondments_task.call()

    present = Affiliation.objects.filter(person=person, ended_at=None)
    schools = set(present.values_list("school", flat=True))
    assert schools == {person.home_school_id, due.guest_school_id}


def test_what_was_done_by_hand_is_forgotten(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"action_days": 90})
    now = timezone.now()
    for days in (89, 91):
        PersonAction.objects.create(
            kind="lock", done_by="office", done_at=now - days * DAY
        )

    purge_actions_task.call()

    [left] = PersonAction.objects.all()
    assert left.done_at == now - 89 * DAY


def test_all_of_them_stand_in_the_schedule():
    scheduled = {job.task for job in NIGHTLY}
    names = ("end_manual_accounts", "follow_secondments", "purge_actions")

    assert {f"eduport.people.tasks.{name}_task" for name in names} <= scheduled
