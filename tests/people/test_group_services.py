"""Making, changing, ending and deleting groups by hand."""

import datetime as dt

import pytest

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.errors import (
    AddressReservedError,
    AddressTakenError,
    BuiltInGroupError,
    NoAddressError,
    SyncedGroupError,
    YearNeededError,
    YearNotNeededError,
)
from eduport.people.models import Group, GroupAddress, GroupKind, SourceKind
from eduport.people.services.group_addresses import reserve_missing_addresses
from eduport.people.services.groups import (
    GroupDraft,
    create_group,
    end_group,
    purge_groups,
    release_group,
    rename_group,
    reopen_group,
)
from tests.factories.people import (
    NOON,
    GroupAddressFactory,
    GroupFactory,
    MembershipFactory,
    SchoolFactory,
    SourceFactory,
    school_class,
    year_session,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor("office")
LATER = NOON + dt.timedelta(days=31)


@pytest.fixture
def school():
    return SchoolFactory(code="xy")


@pytest.fixture
def synced(school):
    feed = SourceFactory(slug="sis", name="DiViS", kind=SourceKind.FEED)
    return GroupFactory(school=school, source=feed, source_key="g1", name="Chor")


def made(school, name, kind=GroupKind.TEAM, session=None, address=""):
    draft = GroupDraft(kind, name, session, address)
    return create_group(school, draft, by=OFFICE, at=NOON)


def actions():
    return list(LogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_team_gets_an_address_of_its_name(school):
    group = made(school, "AG Öl & Wasser")

    assert str(group.address) == "ag-oel-wasser@xy.hamburg.de"
    assert group.address.starting_year is None
    assert group.source.kind == SourceKind.MANUAL
    assert actions() == ["people.group.created"]


def test_a_class_gets_an_address_of_its_year(school):
    session = year_session(2026)

    group = made(school, "7a", GroupKind.CLASS, session)

    assert (str(group.address), group.address.starting_year) == (
        "7a@xy.hamburg.de",
        2026,
    )


def test_an_address_of_a_year_is_free_again_the_next(school):
    made(school, "7a", GroupKind.CLASS, year_session(2026))

    group = made(school, "7a", GroupKind.CLASS, year_session(2027))

    assert str(group.address) == "7a@xy.hamburg.de"


def test_the_address_of_a_namesake_gets_a_number(school):
    made(school, "Chor")

    assert str(made(school, "Chor").address) == "chor-2@xy.hamburg.de"


def test_a_permanent_address_is_never_given_again(school):
    old = made(school, "Chor")
    release_group(old.pk, by=OFFICE, at=NOON)
    purge_groups(by=OFFICE, at=LATER)

    group = made(school, "Chor")

    assert GroupAddress.objects.get(name="chor").group is None
    assert str(group.address) == "chor-2@xy.hamburg.de"


def test_a_name_that_was_bound_to_a_year_never_becomes_permanent(school):
    made(school, "7a", GroupKind.CLASS, year_session(2026))

    assert made(school, "7a").address.name == "7a-2"


def test_a_permanent_name_never_becomes_bound_to_a_year(school):
    made(school, "7a")

    group = made(school, "7a", GroupKind.CLASS, year_session(2026))

    assert group.address.name == "7a-2"


def test_an_address_that_was_typed_is_refused_if_it_is_taken(school):
    GroupAddressFactory(group=GroupFactory(school=school), name="chor")

    with pytest.raises(AddressTakenError, match=r"chor@xy\.hamburg\.de"):
        made(school, "Kammerchor", address="Chor")


def test_names_of_offices_are_refused(school):
    with pytest.raises(AddressReservedError, match="postmaster@xy"):
        made(school, "Post", address="postmaster")


def test_a_name_without_letters_is_refused(school):
    with pytest.raises(NoAddressError, match="!!!"):
        made(school, "!!!")


def test_a_class_needs_a_year(school):
    with pytest.raises(YearNeededError):
        made(school, "7a", GroupKind.CLASS)


def test_a_team_is_permanent(school):
    with pytest.raises(YearNotNeededError):
        made(school, "Chor", session=year_session(2026))


def test_built_in_groups_are_not_made_by_hand(school):
    with pytest.raises(BuiltInGroupError):
        made(school, "Schule", GroupKind.SCHOOL)


def test_renaming_keeps_the_address_and_is_logged_once(school):
    group = made(school, "Chor")

    rename_group(group.pk, "Kammerchor", by=OFFICE, at=NOON)
    rename_group(group.pk, "Kammerchor", by=OFFICE, at=NOON)

    group.refresh_from_db()
    assert (group.name, group.address.name) == ("Kammerchor", "chor")
    assert actions() == ["people.group.created", "people.group.renamed"]


@pytest.mark.parametrize("change", [end_group, release_group, reopen_group])
def test_synced_groups_are_changed_at_their_source(synced, change):
    with pytest.raises(SyncedGroupError, match="DiViS"):
        change(synced.pk, by=OFFICE, at=NOON)


def test_a_synced_group_is_not_renamed(synced):
    with pytest.raises(SyncedGroupError, match="Chor"):
        rename_group(synced.pk, "x", by=OFFICE, at=NOON)


def test_built_in_groups_never_end(school):
    group = GroupFactory(school=school, kind=GroupKind.SCHOOL, name="Schule")

    with pytest.raises(BuiltInGroupError, match="Schule"):
        end_group(group.pk, by=OFFICE, at=NOON)


def test_a_second_release_keeps_the_first_date(school):
    group = GroupFactory(school=school)
    release_group(group.pk, by=OFFICE, at=NOON)

    release_group(group.pk, by=OFFICE, at=LATER)

    group.refresh_from_db()
    assert (group.ended_at, group.deletion_released_at) == (NOON, NOON)
    assert actions() == ["people.group.ended", "people.group.released"]


def test_a_released_group_comes_back_with_its_members(school):
    member = MembershipFactory(group__school=school)
    release_group(member.group_id, by=OFFICE, at=NOON)

    group = reopen_group(member.group_id, by=OFFICE, at=NOON)

    assert (group.ended_at, group.deletion_released_at) == (None, None)
    assert list(group.membership_set.all()) == [member]


def test_groups_are_deleted_when_their_grace_period_is_over(school):
    kept, gone, due = (GroupFactory(school=school) for _ in range(3))
    MembershipFactory(group=due)
    release_group(gone.pk, by=OFFICE, at=NOON + dt.timedelta(days=2))
    release_group(due.pk, by=OFFICE, at=NOON)

    assert purge_groups(by=OFFICE, at=NOON + dt.timedelta(days=30)) == 1
    assert set(Group.objects.all()) == {kept, gone}
    assert actions()[-1] == "people.group.purged"


def test_groups_that_the_sync_brought_get_their_addresses(school, synced):
    year = year_session(2026, activated_at=NOON)
    old = school_class(school, "7a", year_session(2025), source=synced.source)
    new = school_class(school, "7a", year, source=synced.source)
    built_in = GroupFactory(school=school, kind=GroupKind.SCHOOL, name="Schule")
    nameless = school_class(school, "???", year)

    assert reserve_missing_addresses(at=NOON) == 2
    assert reserve_missing_addresses(at=NOON) == 0
    given = {one.group: str(one) for one in GroupAddress.objects.all()}
    assert given == {synced: "chor@xy.hamburg.de", new: "7a@xy.hamburg.de"}
    assert not given.keys() & {old, built_in, nameless}
