"""Who is erased and who is not, what stays, and what it leaves behind when killed."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from eduport.config.schedule import NIGHTLY
from eduport.core.actor import Actor
from eduport.people.models import ActionLine, Address, Person, ReservedAddress
from eduport.people.services.actions import purge_actions
from eduport.people.services.addresses import assign_addresses, digest_of
from eduport.people.services.merging import merge_persons, undo_merge
from eduport.privacy.queries.erasure import Cutoffs
from eduport.privacy.services import erasure
from eduport.privacy.services.erasure import erase_due
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    PersonFactory,
    SchoolFactory,
)
from tests.factories.privacy import ErasureRunFactory

pytestmark = pytest.mark.django_db
NIGHT = Actor.system("erasure")
DAYS = dt.timedelta(days=1)


def erase(at=NOON, *, limit=25_000, unused_days=60):
    cutoffs = Cutoffs.of(at, days=60, unused_days=unused_days)
    return erase_due(cutoffs, limit=limit, by=NIGHT, at=at)


def leaver(days=60, **fields):
    """Somebody who was released so many days ago, and belongs nowhere."""
    return PersonFactory(deletion_released_at=NOON - days * DAYS, **fields)


def left():
    return set(Person.objects.all())


def test_nobody_goes_before_the_grace_period_is_over():
    young = leaver(59)

    assert erase() == []
    assert left() == {young}


def test_who_still_belongs_somewhere_lives_on():
    person = AffiliationFactory(person=leaver()).person

    assert erase() == []
    assert left() == {person}


def test_a_place_that_has_ended_keeps_nobody():
    at = NOON - 61 * DAYS
    AffiliationFactory(person=leaver(), started_at=at, ended_at=at)

    erase()

    assert left() == set()


def merged_pair(at):
    """Two records of one human being, of which the second was merged away."""
    kept, other = PersonFactory(), PersonFactory()
    team = Actor("team", roles=frozenset({"central_team"}))
    return kept, other, merge_persons(kept, other, by=team, at=at)


def test_a_merged_record_stays_while_the_merge_can_be_undone(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"action_days": 90})
    kept, other, action = merged_pair(NOON - 89 * DAYS)

    purge_actions(at=NOON)
    assert erase() == []
    undo_merge(action, by=NIGHT, at=NOON)

    other.refresh_from_db()
    assert left() == {kept, other}
    assert other.merged_into is None


def test_what_a_merge_kept_for_undoing_goes_when_it_is_not_offered_any_more(settings):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"action_days": 90})
    kept, _other, _action = merged_pair(NOON - 91 * DAYS)
    before = ActionLine.objects.exclude(before={}).count()

    purge_actions(at=NOON)
    erase()

    assert (before, ActionLine.objects.count()) == (1, 0)
    assert left() == {kept}


def test_the_purge_comes_before_the_erasure_of_the_same_night():
    times = {job.task.rpartition(".")[2]: job.at for job in NIGHTLY}

    assert times["purge_actions_task"] < times["erase_due_task"]


def test_who_has_come_back_lives_on():
    person = leaver()
    Person.objects.update(deletion_released_at=None)

    erase()

    assert left() == {person}


def test_who_never_signed_in_may_go_at_once_if_that_is_set():
    AccountFactory(person=leaver(0), activated_at=None)
    used = AccountFactory(person=leaver(0)).person

    erase(unused_days=0)

    assert left() == {used}


def test_a_longer_period_for_the_unused_has_no_effect():
    AccountFactory(person=leaver(60), activated_at=None)

    erase(unused_days=90)

    assert left() == set()


def test_a_night_takes_no_more_than_its_limit_and_the_longest_waiting_first():
    last, _longest, _middle = leaver(70), leaver(90), leaver(80)

    [run] = erase(limit=2)

    assert left() == {last}
    assert (run.people, run.counts["people.Person"]) == (2, 2)


def test_many_chunks_make_one_certificate(monkeypatch):
    monkeypatch.setattr(erasure, "CHUNK", 2)
    for _ in range(5):
        AddressFactory(person=leaver())

    [run] = erase()

    assert (run.people, run.finished_at) == (5, NOON)
    assert run.counts == {"people.Person": 5, "people.Address": 5}
    assert erase(NOON + DAYS) == []


def test_what_was_begun_is_finished_before_a_new_one_begins():
    before = NOON - 100 * DAYS
    begun = ErasureRunFactory(
        finished_at=None,
        released_before=before,
        unused_released_before=before,
        people=7,
        counts={"people.Person": 7},
    )
    leaver(130)
    leaver(60)

    first, second = erase()

    assert (first.pk, first.people, first.finished_at) == (begun.pk, 8, NOON)
    assert first.counts == {"people.Person": 8}
    assert (second.people, second.finished_at) == (1, NOON)


def test_nobody_gets_the_address_of_somebody_erased():
    school = SchoolFactory(code="xy")
    gone = leaver(home_school=school)
    for number in (1, 3):
        AddressFactory(person=gone, number=number, replaced_at=NOON)
    erase()

    assert given_to(newcomer(school)) == "ada.berg4@xy.hamburg.de"


def test_a_living_namesake_with_a_higher_number_counts_too():
    school = SchoolFactory(code="xy")
    AddressFactory(person=leaver(home_school=school), number=2)
    AddressFactory(person=PersonFactory(home_school=school), number=5)
    erase()

    assert given_to(newcomer(school)) == "ada.berg6@xy.hamburg.de"


def test_who_has_another_name_or_school_is_not_numbered():
    school = SchoolFactory(code="xy")
    AddressFactory(person=leaver(home_school=school))
    erase()

    assert given_to(newcomer(school, "eva.berg")) == "eva.berg@xy.hamburg.de"
    elsewhere = newcomer(SchoolFactory(code="ab"))
    assert given_to(elsewhere) == "ada.berg@ab.hamburg.de"


def test_what_stays_of_an_address_is_a_keyed_hash(settings):
    AddressFactory(person=leaver(home_school=SchoolFactory(code="xy")), number=2)

    erase()

    assert list(Address.objects.all()) == []
    digest = digest_of("ada.berg", "xy.hamburg.de")
    assert list(ReservedAddress.objects.values_list()) == [(digest, 2)]
    settings.PAIRWISE_KEY = "another key " * 5
    assert digest_of("ada.berg", "xy.hamburg.de") != digest


def newcomer(school, base="ada.berg"):
    person = PersonFactory(home_school=school, address_base=base)
    AffiliationFactory(person=person)
    return person


def given_to(person):
    assign_addresses([person.pk], at=NOON)
    return str(Address.objects.get(person=person, replaced_at=None))


def test_an_address_is_still_never_deleted_otherwise():
    address = AddressFactory(person=leaver())
    erase()
    assert not Address.objects.filter(pk=address.pk).exists()
    kept = AddressFactory()

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        kept.delete()


@pytest.mark.parametrize("number", [1, 3])
def test_many_people_take_as_many_statements_as_one(number, django_assert_num_queries):
    for _ in range(number):
        AccountFactory(person=leaver())

    with django_assert_num_queries(131):
        erase()
