"""The next night: what changed is changed, and nothing else."""

from eduport.accounts.models import Account
from eduport.people.models import Address, Affiliation, Group, Membership, School
from eduport.sync.models import Change, RunState, SchoolPlan
from tests.sync.portraits import (
    account_of,
    address_of,
    addresses_of,
    built_in_members,
    members_of,
    person_of,
    places_of,
    portrait,
    raw_rows,
)


def changes(run):
    """What a run planned, as entity and op, with the keys of the persons."""
    found = Change.objects.filter(run=run).order_by("pk")
    return sorted(f"{change.entity}.{change.op}" for change in found)


def set_password(key):
    Account.objects.filter(person__source_key=key).update(password="a-hash")


def test_who_joins_gets_account_address_and_place(feed, city):
    feed.sync(city)
    city.person("s9", "Ida Neu", "A:student")
    city.groups["7a"].members.append("s9")

    run = feed.sync(city)

    assert changes(run) == ["affiliation.create", "membership.create", "person.create"]
    assert account_of("s9").username == "ida.neu@a.hamburg.de"
    assert members_of("7a")["s9"] == "member"


def test_only_rows_of_changed_people_are_written(feed, city):
    feed.sync(city)
    before = raw_rows()
    city.rename("s1", "Meyer-Kurz")

    feed.sync(city)

    changed = {name for name, rows in raw_rows().items() if rows != before[name]}
    assert changed == {"people_person", "people_address", "accounts_account"}
    after = raw_rows()
    assert len(set(after["people_person"]) - set(before["people_person"])) == 1
    assert len(set(after["accounts_account"]) - set(before["accounts_account"])) == 1


def test_a_new_name_gives_a_new_address_and_the_old_one_stays_theirs(feed, city):
    feed.sync(city)
    set_password("s1")
    uid = person_of("s1").uid
    city.rename("s1", "Schulz")

    run = feed.sync(city)

    assert changes(run) == ["person.update"]
    assert addresses_of("s1") == [
        ("anna.meyer@a.hamburg.de", False),
        ("anna.schulz@a.hamburg.de", True),
    ]
    old = Address.objects.get(base="anna.meyer")
    assert old.replaced_at == feed.at
    assert old.person == person_of("s1")
    assert person_of("s1").uid == uid
    account = account_of("s1")
    assert (account.username, account.password) == (
        "anna.schulz@a.hamburg.de",
        "a-hash",
    )


def test_a_call_name_that_is_added_becomes_the_address(feed, city):
    feed.sync(city)
    city.people["s1"].call = "Nana"

    feed.sync(city)

    assert address_of("s1") == "nana.meyer@a.hamburg.de"


def test_a_second_given_name_changes_the_name_but_not_the_address(feed, city):
    feed.sync(city)
    city.people["s1"].given = "Anna Luisa"

    feed.sync(city)

    assert person_of("s1").given_name == "Anna Luisa"
    assert addresses_of("s1") == [("anna.meyer@a.hamburg.de", True)]


def test_who_moves_keeps_uid_account_and_password_but_not_the_login(feed, city):
    feed.sync(city)
    set_password("t1")
    uid, account_id = person_of("t1").uid, account_of("t1").pk
    city.place("t1", "B:teacher")
    city.groups["7a"].leaders.clear()

    run = feed.sync(city)

    assert changes(run) == [
        "affiliation.create",
        "affiliation.end",
        "membership.delete",
        "person.move",
    ]
    assert person_of("t1").uid == uid
    assert person_of("t1").home_school.code == "b"
    assert places_of("t1") == {("b", "teacher")}
    assert addresses_of("t1") == [
        ("ada.berg@a.hamburg.de", False),
        ("ada.berg@b.hamburg.de", True),
    ]
    account = account_of("t1")
    assert (account.pk, account.password) == (account_id, "a-hash")
    assert account.username == "ada.berg@b.hamburg.de"
    assert account.disabled_at is None


def test_who_moves_counts_at_both_schools_and_nowhere_as_a_leaver(feed, city):
    feed.sync(city)
    city.place("t1", "B:teacher")

    run = feed.sync(city)

    plans = SchoolPlan.objects.filter(run=run).order_by("name")
    assert [(p.name, p.moves, p.leaves, p.joins) for p in plans] == [
        ("Ada School", 1, 0, 0),
        ("Boole School", 1, 0, 0),
    ]
    assert run.state == RunState.APPLIED


def test_who_changes_class_is_in_the_other_one(feed, city):
    city.group("7c", "A")
    feed.sync(city)
    city.groups["7a"].members.remove("s1")
    city.groups["7c"].members.append("s1")

    run = feed.sync(city)

    assert changes(run) == ["membership.create", "membership.delete"]
    assert "s1" not in members_of("7a")
    assert members_of("7c") == {"s1": "member"}


def test_who_leads_a_group_from_today_is_its_leader(feed, city):
    feed.sync(city)
    city.groups["team"].members.remove("t2")
    city.groups["team"].leaders.append("t2")

    run = feed.sync(city)

    assert changes(run) == ["membership.update"]
    assert members_of("team") == {"t1": "member", "t2": "leader"}


def test_who_is_named_as_leader_besides_leads_from_then_on(feed, city):
    feed.sync(city)
    city.groups["team"].leaders.append("t2")

    run = feed.sync(city)

    assert changes(run) == ["membership.update"]
    assert members_of("team")["t2"] == "leader"


def test_who_is_named_as_member_and_leader_leads(feed, city):
    city.groups["team"].leaders.append("t1")
    feed.sync(city)
    before = raw_rows()

    feed.sync(city)

    assert members_of("team")["t1"] == "leader"
    assert raw_rows() == before


def test_a_second_school_gives_a_second_address_and_the_same_login(feed, city):
    feed.sync(city)
    city.place("t1", "A:teacher", "B:teacher")

    run = feed.sync(city)

    assert changes(run) == ["affiliation.create"]
    assert address_of("t1", "b") == "ada.berg@b.hamburg.de"
    assert account_of("t1").username == "ada.berg@a.hamburg.de"


def test_a_second_school_that_is_gone_takes_its_address_along(feed, city):
    feed.sync(city)
    city.place("t2", "A:teacher")

    run = feed.sync(city)

    assert changes(run) == ["affiliation.end"]
    assert places_of("t2") == {("a", "teacher")}
    assert addresses_of("t2") == [
        ("emmy.noether@a.hamburg.de", True),
        ("emmy.noether@b.hamburg.de", False),
    ]
    assert person_of("t2").deletion_released_at is None


def test_who_loses_the_home_school_lives_on_at_the_second(feed, city):
    feed.sync(city)
    city.place("t2", "B:teacher")

    feed.sync(city)

    assert person_of("t2").home_school.code == "b"
    assert account_of("t2").username == "emmy.noether@b.hamburg.de"


def test_a_new_role_replaces_the_old_one(feed, city):
    feed.sync(city)
    city.place("t1", "A:principal")

    run = feed.sync(city)

    assert changes(run) == ["affiliation.create", "affiliation.end"]
    assert places_of("t1") == {("a", "principal")}
    assert Affiliation.objects.filter(person=person_of("t1")).count() == 2
    assert addresses_of("t1") == [("ada.berg@a.hamburg.de", True)]


def test_a_role_taken_again_opens_the_old_affiliation(feed, city):
    feed.sync(city)
    city.place("t1", "A:principal")
    feed.sync(city)
    city.place("t1", "A:teacher")

    run = feed.sync(city)

    assert changes(run) == ["affiliation.end", "affiliation.reopen"]
    assert places_of("t1") == {("a", "teacher")}
    assert Affiliation.objects.filter(person=person_of("t1")).count() == 2


def test_a_role_that_has_ended_by_its_date_is_no_role(feed, city):
    feed.sync(city)
    city.people["t2"].ends["B"] = feed.at.date().isoformat()

    feed.sync(city)

    assert places_of("t2") == {("a", "teacher")}


def test_a_role_whose_last_day_is_to_come_still_counts(feed, city):
    city.people["t2"].ends["B"] = "2027-02-01"

    feed.sync(city)

    assert ("b", "teacher") in places_of("t2")


def test_a_class_that_goes_up_keeps_its_identity_and_members(feed, city):
    feed.sync(city)
    uid = Group.objects.get(source_key="7a").uid
    city.sessions["Y27"] = ("2027/28", "schoolYear", "2027-08-01", "2028-08-01")
    city.groups["7a"].name = "8a"
    city.groups["7a"].session = "Y27"

    run = feed.sync(city)

    assert changes(run) == ["group.update", "session.create"]
    group = Group.objects.get(source_key="7a")
    assert (group.uid, group.name, group.session.name) == (uid, "8a", "2027/28")
    assert len(members_of("7a")) == 3


def test_a_group_that_is_gone_ends_and_its_members_leave_it(feed, city):
    feed.sync(city)
    del city.groups["team"]

    run = feed.sync(city)

    assert changes(run) == ["group.end", "membership.delete", "membership.delete"]
    assert Group.objects.get(source_key="team").ended_at == feed.at
    assert members_of("team") == {}


def test_a_group_that_comes_back_is_the_same_one(feed, city):
    feed.sync(city)
    before = portrait()
    team = city.groups.pop("team")
    feed.sync(city)
    city.groups["team"] = team

    feed.sync(city)

    assert portrait() == before


def test_groups_of_a_year_that_is_no_longer_delivered_keep_their_members(feed, city):
    feed.sync(city)
    city.sessions = {"Y27": ("2027/28", "schoolYear", "2027-08-01", "2028-08-01")}
    del city.groups["7a"], city.groups["7b"]

    run = feed.sync(city)

    assert changes(run) == ["session.create"]
    assert Group.objects.get(source_key="7a").ended_at is None
    assert Membership.objects.filter(group__source_key="7a").count() == 3


def test_a_group_can_move_to_another_school(feed, city):
    feed.sync(city)
    city.groups["team"].school = "B"

    run = feed.sync(city)

    assert changes(run) == ["group.update"]
    assert Group.objects.get(source_key="team").school.code == "b"


def test_a_school_with_a_new_name_is_the_same_school(feed, city):
    feed.sync(city)
    uid = School.objects.get(code="a").uid
    before = Address.objects.count()
    city.school("A", name="Lovelace School")

    run = feed.sync(city)

    assert changes(run) == ["school.update"]
    assert School.objects.get(uid=uid).name == "Lovelace School"
    assert Address.objects.count() == before


def test_a_new_school_code_gives_everybody_there_a_new_address_and_login(feed, city):
    feed.sync(city)
    city.school("A", "lovelace", "Ada School")

    run = feed.sync(city)

    assert changes(run) == ["school.update"]
    assert addresses_of("s1") == [
        ("anna.meyer@a.hamburg.de", False),
        ("anna.meyer@lovelace.hamburg.de", True),
    ]
    assert address_of("t2", "lovelace") == "emmy.noether@lovelace.hamburg.de"
    assert address_of("t2", "b") == "emmy.noether@b.hamburg.de"
    assert account_of("s1").username == "anna.meyer@lovelace.hamburg.de"
    assert account_of("t3").username == "max.planck@b.hamburg.de"


def test_a_new_school_code_comes_with_the_changes_of_the_same_night(feed, city):
    feed.sync(city)
    city.school("A", "lovelace")
    city.rename("s1", "Schulz")
    city.person("s9", "Ida Neu", "A:student")

    feed.sync(city)

    assert account_of("s1").username == "anna.schulz@lovelace.hamburg.de"
    assert account_of("s9").username == "ida.neu@lovelace.hamburg.de"
    assert account_of("t1").username == "ada.berg@lovelace.hamburg.de"


def test_built_in_groups_follow_the_affiliations(feed, city):
    feed.sync(city)
    city.place("t1", "B:teacher")

    feed.sync(city)

    assert built_in_members("a", "teachers") == {"t2"}
    assert built_in_members("b", "teachers") == {"t1", "t2", "t3"}


def test_move_and_new_name_in_one_night_go_together(feed, city):
    feed.sync(city)
    city.place("t1", "B:teacher")
    city.rename("t1", "Schulz")

    feed.sync(city)

    assert addresses_of("t1") == [
        ("ada.berg@a.hamburg.de", False),
        ("ada.schulz@b.hamburg.de", True),
    ]
    assert account_of("t1").username == "ada.schulz@b.hamburg.de"


def test_the_same_next_day_twice_writes_nothing_the_second_time(feed, city):
    feed.sync(city)
    city.place("t1", "B:teacher")
    city.rename("s1", "Schulz")
    city.school("A", "lovelace")
    city.groups["team"].leaders.append("t2")
    feed.sync(city)
    before = raw_rows()

    feed.sync(city)

    assert raw_rows() == before
