"""One run at a time, and none that stops the others."""

import threading
import time

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eduport.people.models import Group, Membership, Person, School
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.roster import RosterChanges, apply_changes
from eduport.people.services.sources import get_or_create_source
from eduport.people.services.years import activate_first_year
from eduport.people.signals import persons_changed
from eduport.sync import queries
from eduport.sync.models import Decision, RunState, SchoolPlan, SyncRun
from eduport.sync.services import applying
from eduport.sync.services.decisions import continue_run
from eduport.sync.services.runs import LOCK, RunInProgressError, resume_runs
from tests.factories.people import NOON, AcademicSessionFactory, SourceFactory
from tests.sync.portraits import address_of, person_of, portrait, raw_rows
from tests.sync.rosters import NIGHT, OFFICE, City, Feed, killed_after


@pytest.fixture
def elsewhere():
    """Another session of the same database."""
    settings = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    given = {name: settings[name] for name in names if settings.get(name)}
    with psycopg.connect(**given, autocommit=True) as session:
        yield session


def test_no_run_begins_while_another_session_is_at_work(feed, city, elsewhere):
    run = feed.sync(city)
    elsewhere.execute("SELECT pg_advisory_lock(%s)", [LOCK])

    for work in (
        lambda: feed.sync(city),
        lambda: feed.plan(city),
        feed.undo,
        lambda: continue_run(run.pk, by=OFFICE, at=feed.at),
        lambda: resume_runs(by=OFFICE, at=feed.at),
    ):
        with pytest.raises(RunInProgressError, match="Another run"):
            work()

    assert SyncRun.objects.count() == 1


def test_a_run_begins_as_soon_as_the_other_session_has_died(feed, city, elsewhere):
    elsewhere.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    elsewhere.close()
    wait_until_the_lock_is_free()

    assert feed.sync(city).state == RunState.APPLIED


def wait_until_the_lock_is_free():
    """The server notices the end of a session by itself, in its own time."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(held, [LOCK])
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.05)


def test_a_run_holds_the_lock_while_it_works(feed, city, elsewhere, monkeypatch):
    answers = []

    def ask(*arguments, **options):
        thread = threading.Thread(target=try_lock)
        thread.start()
        thread.join()
        return apply_changes(*arguments, **options)

    def try_lock():
        found = elsewhere.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        answers.append(found.fetchone()[0])

    monkeypatch.setattr(applying, "apply_changes", ask)
    feed.sync(city)

    assert set(answers) == {False}
    try_lock()
    assert answers[-1] is True


def test_what_was_killed_before_its_plan_has_failed(feed, city):
    killed = SyncRun.objects.create(
        source=feed.source, state=RunState.READING, started_at=NOON, started_by="sync"
    )

    feed.sync(city)

    killed.refresh_from_db()
    assert killed.state == RunState.FAILED
    assert "interrupted" in killed.message


def test_what_was_killed_while_it_was_applied_is_finished_first(feed, city):
    feed.sync(city)
    after = portrait(with_uids=False)
    feed.undo()
    run = feed.plan(city)
    SyncRun.objects.filter(pk=run.pk).update(state=RunState.APPLYING)

    again = feed.sync(city)

    run.refresh_from_db()
    assert run.state == RunState.APPLIED
    assert again.counts["changes"] == {}
    assert portrait(with_uids=False) == after


@pytest.mark.parametrize("step", range(3))
def test_a_night_that_was_killed_is_finished_by_the_next_one(
    feed, city, step, monkeypatch
):
    monkeypatch.setattr(applying, "BATCH", 1)
    city.pupils("A", 30)
    city.pupils("B", 30)
    feed.sync(city)
    feed.undo()
    feed.sync(city)
    city.place("t1", "B:teacher")
    city.rename("s1", "Kurz")
    city.drop("A1", "B1")
    with killed_after(step):
        feed.sync(city)

    run = feed.sync(city)

    assert run.counts["changes"] == {}
    assert not SyncRun.objects.exclude(state=RunState.APPLIED).exists()
    assert address_of("t1") == "ada.berg@b.hamburg.de"
    assert address_of("s1") == "anna.kurz@a.hamburg.de"
    assert person_of("A1").deletion_released_at is not None
    assert person_of("B1").deletion_released_at is not None


def test_resuming_where_nothing_was_killed_does_nothing(feed, city):
    feed.sync(city)
    before = raw_rows()

    assert resume_runs(by=OFFICE, at=feed.at) == []
    assert raw_rows() == before


def test_continuing_a_run_that_is_done_does_nothing(feed, city):
    run = feed.sync(city)
    before = raw_rows()

    continue_run(run.pk, by=OFFICE, at=feed.at)

    assert raw_rows() == before


def test_applying_a_run_twice_writes_nothing_the_second_time(feed, city):
    feed.sync(city)
    city.place("t1", "B:teacher")
    city.drop("t2")
    city.pupils("A", 40)
    run = feed.sync(city)
    before = raw_rows()

    applying.apply_run(run, by=NIGHT, at=feed.at)

    assert raw_rows() == before


def test_a_planned_run_gives_way_to_the_next_one(feed, city):
    planned = feed.plan(city)

    feed.sync(city)

    planned.refresh_from_db()
    assert planned.state == RunState.SUPERSEDED


@pytest.fixture
def a_school_that_fails(feed, city):
    """School B, at which the database refuses a group."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE people_group ADD CONSTRAINT no_luck CHECK (name <> 'unlucky')"
        )
    city.groups["7b"].name = "unlucky"
    city.place("t2", "A:teacher", "B:teacher")
    return city


def test_a_school_that_fails_does_not_stop_the_others(feed, a_school_that_fails):
    run = feed.sync(a_school_that_fails)

    assert run.state == RunState.FAILED
    homes = set(Person.objects.values_list("home_school__code", flat=True))
    assert homes == {"a"}
    failed = SchoolPlan.objects.get(run=run, applied_at=None)
    assert (failed.name, failed.error) == ("Boole School", "IntegrityError")


def test_a_school_that_failed_comes_with_the_next_night(feed, a_school_that_fails):
    failed = feed.sync(a_school_that_fails)
    a_school_that_fails.groups["7b"].name = "7b"

    run = feed.sync(a_school_that_fails)

    assert run.state == RunState.APPLIED
    assert person_of("s3").home_school.code == "b"
    plan = SchoolPlan.objects.get(run=failed, name="Boole School")
    assert plan.decision == Decision.SUPERSEDED


def test_a_receiver_that_fails_stops_neither_other_schools_nor_later_nights(feed, city):
    def stumble(*, person_ids, **_):
        if Person.objects.filter(pk__in=person_ids, source_key="s3").exists():
            raise LookupError

    persons_changed.connect(stumble)
    failed = feed.sync(city)
    persons_changed.disconnect(stumble)
    known = set(Person.objects.values_list("source_key", flat=True))
    run = feed.sync(city)

    assert (failed.state, run.state) == (RunState.FAILED, RunState.APPLIED)
    assert {"t1", "s1"} <= known
    assert "s3" not in known
    assert person_of("s3").home_school.code == "b"


def test_a_failure_between_two_schools_does_not_stop_later_nights(feed, city):
    feed.sync(city)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE people_affiliation ADD CONSTRAINT no_luck"
            f" CHECK (person_id <> {person_of('t1').pk} OR role <> 'office')"
        )
    city.place("t1", "B:office")

    failed = feed.sync(city)
    city.place("t1", "B:teacher")
    run = feed.sync(city)

    assert failed.state == RunState.FAILED
    assert run.state == RunState.APPLIED
    assert person_of("t1").home_school.code == "b"


def test_schools_are_applied_together_up_to_a_batch(feed, city, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 12)
    for key in "CDE":
        city.school(key)
        city.pupils(key, 4)

    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert Person.objects.count() == 18


def statements_of(feed, city):
    with CaptureQueriesContext(connection) as captured:
        feed.sync(city)
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_people(tmp_path, db):
    numbers = []
    # The first run of all activates the school year.
    Feed(tmp_path).sync(City())
    for count in (1, 30):
        city = City()
        city.school(f"S{count}")
        keys = city.pupils(f"S{count}", count)
        city.group(f"g{count}", f"S{count}", members=keys)
        feed = Feed(tmp_path, f"feed{count}")
        night = [statements_of(feed, city)]
        for key in keys:
            city.people[key].given = "Robin"
        night.append(statements_of(feed, city))
        city.drop(*keys)
        run = feed.sync(city)
        with CaptureQueriesContext(connection) as captured:
            feed.decide(run, Decision.APPROVED)
        numbers.append([*night, len(captured)])

    assert numbers[0] == numbers[1]


def test_services_with_nothing_to_do_do_nothing(feed, city):
    feed.sync(city)
    before = raw_rows()
    authority = feed.source.authority_id

    assign_addresses([], at=NOON)
    assign_addresses([person.pk for person in Person.objects.all()], at=NOON)
    activate_first_year(authority, at=NOON)
    nothing = "SELECT entity, op, subject_id, object_id, role, before, after"
    changes = RosterChanges(f"{nothing} FROM sync_change WHERE false", {}, 0)
    assert apply_changes(changes, at=NOON) == 0

    assert raw_rows() == before


def test_a_source_is_made_once(db):
    made = [
        get_or_create_source(
            "sis", authority_name="City", mail_domain="city.example", kind=kind
        )
        for kind in ("feed", "file")
    ]
    assert made[0] == made[1]
    assert made[0].kind == "feed"


def test_without_a_year_of_today_the_latest_one_is_active(db):
    source = SourceFactory()
    for year in (2020, 2022, 2021):
        AcademicSessionFactory(
            authority=source.authority,
            source=source,
            name=str(year),
            starts_on=f"{year}-08-01",
            ends_on=f"{year + 1}-08-01",
        )

    activate_first_year(source.authority_id, at=NOON)

    active = source.academicsession_set.exclude(activated_at=None)
    assert [year.name for year in active] == ["2022"]


def test_without_any_year_none_is_active(db):
    source = SourceFactory()

    activate_first_year(source.authority_id, at=NOON)

    assert not source.academicsession_set.exists()


def test_the_state_of_every_feed_is_known_with_its_last_run(feed, city, tmp_path):
    feed.sync(city)
    feed.plan(city)
    other = Feed(tmp_path, "other")
    with pytest.raises(Exception, match="no folder"):
        other.sync_folder(tmp_path / "absent")

    states = {state.name: state for state in queries.feed_states()}

    assert states["sis"].last_applied_at is not None
    assert states["sis"].last_started_at == feed.at
    assert states["other"].last_applied_at is None
    assert states["other"].state == "failed"


def test_groups_of_several_terms_and_departments_find_their_year_and_school(feed, city):
    city.sessions["T1"] = ("1. Halbjahr", "term", "2026-08-01", "2027-02-01")
    city.groups["7a"].session = "T1"
    city.raw["orgs"] = ["D,,Physik,department,,A,,"]
    city.raw["classes"] = ["phy,,Fachbereich Physik,scheduled,D,,department"]
    city.raw["enrollments"] = ["e,,phy,A,t1,teacher,false"]

    feed.sync(city)

    assert Group.objects.get(source_key="phy").school.code == "a"
    assert Group.objects.get(source_key="7a").session.kind == "term"
    assert Membership.objects.filter(group__source_key="phy").count() == 1
    assert School.objects.count() == 2
