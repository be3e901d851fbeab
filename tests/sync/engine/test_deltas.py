"""Deltas: what is not in the file stays as it is."""

import pytest

from eduport.people.models import Group
from tests.sync.portraits import (
    account_of,
    members_of,
    person_of,
    places_of,
    portrait,
    raw_rows,
)
from tests.sync.rosters import COLUMNS, City, enrollment_row, role_row

DELTA = dict.fromkeys(COLUMNS, "delta")
GONE = "tobedeleted"


@pytest.fixture
def city(city):
    city.pupils("A", 20)
    city.pupils("B", 20)
    return city


@pytest.fixture
def delta(feed, city):
    """An empty delta to the city, which has been read the night before."""
    feed.sync(city)
    return City()


def send(feed, delta):
    delta.sessions = {}
    return feed.sync_folder(delta.write(feed.folder, modes=DELTA))


def test_an_empty_delta_writes_nothing(feed, delta):
    before = raw_rows()

    send(feed, delta)

    assert raw_rows() == before


def test_who_is_added_comes_and_everybody_else_stays(feed, delta):
    before = portrait()
    delta.person("s9", "Ida Neu", "A:student")
    delta.group("7a", "A", members=["s9"])

    run = send(feed, delta)

    assert run.counts["changes"] == {
        "person.create": 1,
        "affiliation.create": 1,
        "membership.create": 1,
    }
    assert account_of("s9").username == "ida.neu@a.hamburg.de"
    assert set(before["persons"]) < set(portrait()["persons"])


def test_who_is_to_be_deleted_leaves_and_everybody_else_stays(feed, delta):
    delta.deleted["users"] = [("s1", GONE, "true", "", "", "", "")]

    run = send(feed, delta)

    assert person_of("s1").deletion_released_at == feed.at
    assert run.counts["changes"]["person.release"] == 1
    assert "s1" not in members_of("7a")


def test_a_role_that_is_to_be_deleted_ends_and_the_other_one_stays(feed, delta):
    delta.deleted["roles"] = [role_row("t2", "B", "teacher", status=GONE)]

    send(feed, delta)

    assert places_of("t2") == {("a", "teacher")}


def test_a_membership_that_is_to_be_deleted_ends_and_the_others_stay(feed, delta):
    delta.deleted["enrollments"] = [enrollment_row("7a", "A", "s1", status=GONE)]

    run = send(feed, delta)

    assert run.counts["changes"] == {"membership.delete": 1}
    assert members_of("7a") == {"s2": "member", "t1": "leader"}


def test_a_group_that_is_to_be_deleted_ends_with_its_memberships(feed, delta):
    delta.deleted["classes"] = [("team", GONE, "", "", "A", "", "team")]

    send(feed, delta)

    assert Group.objects.get(source_key="team").ended_at == feed.at
    assert members_of("team") == {}


def test_a_school_in_a_delta_may_get_a_new_name_and_keeps_its_people(feed, delta):
    delta.school("A", name="Lovelace School")

    run = send(feed, delta)

    assert run.counts["changes"] == {"school.update": 1}


def test_a_person_in_a_delta_may_get_a_new_name_and_keeps_all_places(feed, delta):
    delta.person("t2", "Emmy Göttingen", "A:teacher")

    run = send(feed, delta)

    assert run.counts["changes"] == {"person.update": 1}
    assert places_of("t2") == {("a", "teacher"), ("b", "teacher")}


def test_who_comes_back_by_a_delta_is_the_same(feed, delta):
    before = portrait()
    delta.deleted["users"] = [("s1", GONE, "true", "", "", "", "")]
    send(feed, delta)
    again = City()
    again.person("s1", "Anna Meyer", "A:student")
    again.group("7a", "A", members=["s1"])

    send(feed, again)

    assert portrait() == before


def test_a_row_to_be_deleted_of_somebody_unknown_is_no_fault(feed, delta):
    before = raw_rows()
    delta.deleted["users"] = [("x", GONE, "true", "", "", "", "")]
    delta.deleted["roles"] = [role_row("x", "A", "student", status=GONE)]
    delta.deleted["classes"] = [("x", GONE, "", "", "A", "", "team")]
    delta.deleted["enrollments"] = [enrollment_row("x", "A", "x", status=GONE)]

    run = send(feed, delta)

    assert raw_rows() == before
    assert not run.rowissue_set.filter(severity="refused").exists()


def test_roles_in_the_row_of_the_person_are_all_of_them(feed, delta, tmp_path):
    folder = tmp_path / "one-one"
    folder.mkdir()
    (folder / "manifest.csv").write_text(
        "propertyName,value\noneroster.version,1.1\nfile.orgs,absent\n"
        "file.academicSessions,absent\nfile.classes,absent\nfile.enrollments,absent\n"
        "file.users,delta\n"
    )
    (folder / "users.csv").write_text(
        "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,"
        "userIds,givenName,familyName\n"
        "t2,active,,true,B,teacher,,,Emmy,Noether\n"
        "s1,tobedeleted,,true,A,student,,,Anna,Meyer\n"
    )

    run = feed.sync_folder(folder)

    assert run.format == "oneroster-1.1"
    assert places_of("t2") == {("b", "teacher")}
    assert person_of("t2").home_school.code == "b"
    assert person_of("s1").deletion_released_at == feed.at
    assert run.counts["changes"]["person.release"] == 1
