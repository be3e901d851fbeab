"""A whole run can be taken back: afterwards everything looks as before."""

import pytest

from eduport.accounts.models import Account
from eduport.people.models import Person
from eduport.sync.models import Change, Decision, RunState, SyncRun
from eduport.sync.services import applying
from eduport.sync.services.decisions import NotHeldError
from eduport.sync.services.runs import resume_runs
from eduport.sync.services.undo import NothingToUndoError, NotTheLatestRunError
from tests.sync.portraits import (
    account_of,
    address_of,
    members_of,
    person_of,
    places_of,
    portrait,
)
from tests.sync.rosters import OFFICE, City, Feed, killed_after


@pytest.fixture
def city(city):
    city.pupils("A", 30)
    city.pupils("B", 30)
    return city


def change_everything(city):
    """A night in which everything happens that can happen."""
    city.drop("s3", "A1")
    city.person("s9", "Ida Neu", "A:student", "B:student")
    city.place("t1", "B:teacher")
    city.rename("t1", "Schulz")
    city.place("t2", "A:teacher")
    city.place("t3", "B:teacher")
    city.rename("s1", "Kurz")
    city.people["A2"].call = "Nana"
    city.school("B", "boole", "George Boole School")
    city.groups["7a"].name = "8a"
    city.groups["7a"].members = ["s1", "s9", "A3"]
    city.groups["7a"].leaders = ["t2"]
    city.groups["team"].leaders.append("t2")
    city.groups["team"].school = "B"
    del city.groups["7b"]
    city.group("9z", "B", members=["B1", "s9"])


def test_everything_looks_as_before(feed, city):
    feed.sync(city)
    before = portrait()
    change_everything(city)
    feed.sync(city)
    assert portrait() != before

    undo = feed.undo()

    assert undo.state == RunState.APPLIED
    assert portrait() == before


def test_the_same_file_again_brings_the_same_people_again(feed, city):
    feed.sync(city)
    change_everything(city)
    feed.sync(city)
    after = portrait()
    feed.undo()

    feed.sync(city)

    assert portrait() == after


def test_who_came_is_released_and_keeps_uid_and_address(feed, city):
    feed.sync(city)
    city.person("s9", "Ida Neu", "A:student")
    feed.sync(city)
    uid = person_of("s9").uid

    feed.undo()

    assert person_of("s9").uid == uid
    assert person_of("s9").deletion_released_at == feed.at
    assert address_of("s9") == "ida.neu@a.hamburg.de"
    assert account_of("s9").disabled_at == feed.at


def test_who_came_to_two_schools_is_released_from_both(feed, city):
    feed.sync(city)
    city.person("s9", "Ida Neu", "A:student", "B:student")
    feed.sync(city)

    feed.undo()

    assert places_of("s9") == set()
    assert person_of("s9").deletion_released_at == feed.at


def test_who_left_is_back_with_login_groups_and_password(feed, city):
    feed.sync(city)
    Account.objects.filter(person=person_of("s1")).update(password="a-hash")
    before = portrait()
    city.drop("s1")
    feed.sync(city)

    feed.undo()

    assert portrait() == before
    assert account_of("s1").disabled_at is None
    assert "s1" in members_of("7a")


def test_who_came_back_under_another_name_is_gone_under_the_old_one(feed, city):
    feed.sync(city)
    city.drop("s1")
    feed.sync(city)
    before = portrait()
    city.person("s1", "Anna Kurz", "B:student")
    feed.sync(city)

    feed.undo()

    assert portrait() == before
    assert person_of("s1").family_name == "Meyer"


def test_the_first_import_can_be_taken_back_and_brought_again(feed, city):
    feed.sync(city)
    after = portrait()

    feed.undo()
    nobody = portrait()
    feed.sync(city)

    assert nobody["persons"] == nobody["affiliations"] == nobody["accounts"] == []
    assert nobody["memberships"] == []
    assert portrait() == after


def test_runs_are_taken_back_one_after_the_other(feed, city):
    feed.sync(city)
    first = portrait()
    city.rename("s1", "Kurz")
    feed.sync(city)
    second = portrait()
    city.rename("s1", "Lang")
    feed.sync(city)

    feed.undo()
    assert portrait() == second
    feed.undo()
    assert portrait() == first


def test_a_run_without_changes_is_nothing_to_undo(feed, city):
    feed.sync(city)
    before = portrait()
    city.rename("s1", "Kurz")
    feed.sync(city)
    feed.sync(city)

    feed.undo()

    assert portrait() == before


def test_only_the_latest_run_can_be_undone(feed, city):
    first = feed.sync(city)
    city.rename("s1", "Kurz")
    second = feed.sync(city)

    with pytest.raises(NotTheLatestRunError, match=f"later run {second.pk}"):
        feed.undo(first.pk)

    feed.undo(second.pk)
    feed.undo(first.pk)


def test_where_nothing_was_changed_nothing_is_undone(feed, city):
    with pytest.raises(NothingToUndoError, match="sis"):
        feed.undo()
    feed.sync(city)
    feed.undo()
    with pytest.raises(NothingToUndoError):
        feed.undo()


def test_the_undo_of_one_source_leaves_another_one_alone(feed, city, tmp_path):
    feed.sync(city)
    other = City()
    other.school("X")
    other.person("x1", "Ida Neu", "X:teacher", "A:teacher")
    Feed(tmp_path, "other").sync(other)

    feed.undo()

    present = Person.objects.filter(deletion_released_at=None)
    assert [person.source_key for person in present] == ["x1"]


def test_of_a_run_that_was_held_in_part_the_rest_is_let_go(feed, city):
    feed.sync(city)
    before = portrait()
    city.drop("A1", "A2", "A3", "A4", "B1")
    run = feed.sync(city)
    assert run.state == RunState.HELD

    feed.undo()

    run.refresh_from_db()
    assert run.state == RunState.SUPERSEDED
    assert portrait() == before
    with pytest.raises(NotHeldError):
        feed.decide(run, Decision.APPROVED)
    assert portrait() == before


@pytest.mark.parametrize("step", range(4))
def test_an_undo_that_was_killed_is_finished_by_the_next_one(
    feed, city, step, monkeypatch
):
    monkeypatch.setattr(applying, "BATCH", 1)
    feed.sync(city)
    before = portrait()
    change_everything(city)
    run = feed.sync(city)
    with killed_after(step):
        feed.undo()

    again = feed.undo()

    assert again.undoes == run
    assert again.state == RunState.APPLIED
    assert portrait() == before
    assert SyncRun.objects.filter(undoes__isnull=False).count() == 1


def test_an_undo_that_was_killed_is_finished_by_whoever_resumes(feed, city):
    feed.sync(city)
    before = portrait()
    city.rename("s1", "Kurz")
    run = feed.sync(city)
    with killed_after(0):
        feed.undo()

    (undo,) = resume_runs(by=OFFICE, at=feed.at)

    undo.refresh_from_db()
    assert (undo.undoes, undo.state) == (run, RunState.APPLIED)
    assert portrait() == before


def test_a_killed_run_is_finished_before_it_is_taken_back(feed, city):
    with killed_after(0):
        feed.sync(city)

    undo = feed.undo()

    assert undo.undoes == SyncRun.objects.earliest("pk")
    assert undo.undoes.state == RunState.APPLIED
    assert portrait()["persons"] == []


def test_an_undo_says_how_many_come_and_go(feed, city):
    feed.sync(city)
    change_everything(city)
    run = feed.sync(city)

    undo = feed.undo()

    plan = run.schoolplan_set.get(name="Ada School")
    turned = undo.schoolplan_set.get(name="Ada School")
    assert (turned.joins, turned.leaves) == (plan.leaves, plan.joins)
    assert Change.objects.filter(run=undo).exists()
