"""Who leaves is released, loses the login and keeps everything else."""

from eduport.accounts.models import Account
from eduport.people.models import Address, Membership, Person
from eduport.sync.models import RunState
from tests.sync.portraits import (
    account_of,
    address_of,
    addresses_of,
    members_of,
    person_of,
    places_of,
    portrait,
)

# Schools of 20 more, so that one leaver is no unusual change.
CROWD = 20


def crowded(city):
    city.pupils("A", CROWD)
    city.pupils("B", CROWD)
    return city


def test_who_leaves_is_released_and_cannot_sign_in(feed, city):
    feed.sync(crowded(city))
    city.drop("s1")

    run = feed.sync(city)

    assert run.state == RunState.APPLIED
    assert person_of("s1").deletion_released_at == feed.at
    assert places_of("s1") == set()
    assert account_of("s1").disabled_at == feed.at


def test_who_left_keeps_names_address_and_password_until_the_erasure(feed, city):
    feed.sync(crowded(city))
    Account.objects.filter(person=person_of("s1")).update(password="a-hash")
    city.drop("s1")

    feed.sync(city)

    assert person_of("s1").family_name == "Meyer"
    assert addresses_of("s1") == [("anna.meyer@a.hamburg.de", True)]
    assert account_of("s1").password == "a-hash"


def test_who_comes_back_has_the_same_uid_address_and_account(feed, city):
    feed.sync(crowded(city))
    before = portrait()
    gone = city.people["s1"]
    city.drop("s1")
    feed.sync(city)
    city.people["s1"] = gone
    city.groups["7a"].members.append("s1")

    feed.sync(city)

    assert portrait() == before
    assert account_of("s1").disabled_at is None
    assert members_of("7a")["s1"] == "member"


def test_who_comes_back_with_another_name_at_another_school_is_the_same(feed, city):
    feed.sync(crowded(city))
    uid = person_of("s1").uid
    city.drop("s1")
    feed.sync(city)
    city.person("s1", "Anna Schulz", "B:student")

    feed.sync(city)

    assert person_of("s1").uid == uid
    assert person_of("s1").home_school.code == "b"
    assert addresses_of("s1") == [
        ("anna.meyer@a.hamburg.de", False),
        ("anna.schulz@b.hamburg.de", True),
    ]
    assert account_of("s1").username == "anna.schulz@b.hamburg.de"


def test_the_address_of_a_leaver_goes_to_nobody_else(feed, city):
    feed.sync(crowded(city))
    city.drop("s1")
    city.person("s9", "Anna Meyer", "A:student")

    feed.sync(city)

    assert address_of("s9") == "anna.meyer2@a.hamburg.de"
    assert address_of("s1") == "anna.meyer@a.hamburg.de"


def test_the_address_of_an_erased_person_goes_to_nobody_else(feed, city):
    feed.sync(crowded(city))
    city.drop("s1")
    feed.sync(city)
    Person.objects.get(source_key="s1").delete()
    city.person("s1", "Anna Meyer", "A:student")

    feed.sync(city)

    assert address_of("s1") == "anna.meyer2@a.hamburg.de"
    assert Address.objects.get(base="anna.meyer", number=1).person is None


def test_who_leaves_both_schools_is_released_once(feed, city):
    feed.sync(crowded(city))
    city.drop("t2")

    run = feed.sync(city)

    assert run.counts["changes"]["person.release"] == 1
    assert person_of("t2").deletion_released_at == feed.at
    plans = run.schoolplan_set.order_by("name").values_list("name", "leaves")
    assert list(plans) == [("Ada School", 1), ("Boole School", 1)]


def test_who_leaves_is_in_no_group_of_the_source(feed, city):
    feed.sync(crowded(city))
    city.drop("s1")

    feed.sync(city)

    assert not Membership.objects.filter(person=person_of("s1")).exists()


def test_a_person_without_any_role_left_has_left(feed, city):
    feed.sync(crowded(city))
    city.people["s1"].ends["A"] = "2026-11-01"

    feed.sync(city)

    assert person_of("s1").deletion_released_at == feed.at
