"""Two records of one human being become one, and two again."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from eduport.accounts.models import Account, AccountKind
from eduport.accounts.queries import find_login
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import (
    Address,
    Affiliation,
    Appointment,
    Membership,
    Person,
    ProposalDecision,
    SourceKind,
)
from eduport.people.models.addresses import WRITTEN
from eduport.people.services.actions import AlreadyUndoneError
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.deletion import reopen_persons
from eduport.people.services.merging import (
    AppointedPersonError,
    MergedAlreadyError,
    NothingToSeparateError,
    OwnMergeError,
    ReleasedPersonError,
    SamePersonError,
    TwoSourcesError,
    merge_persons,
    undo_merge,
)
from eduport.people.signals import appointments_changed, persons_changed
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    ProposalFactory,
    SchoolFactory,
    SourceFactory,
    SponsorshipFactory,
)

pytestmark = pytest.mark.django_db
TEAM = Actor("central team", roles=frozenset({"central_team"}))
LATER = NOON + dt.timedelta(days=1)
MUCH_LATER = NOON + dt.timedelta(days=2)


def somebody(school, **fields):
    person = PersonFactory(home_school=school, **fields)
    AffiliationFactory(person=person)
    tell(person)
    Account.objects.filter(person=person).update(password=f"hash-{person.pk}")
    return person


def tell(*persons):
    ids = [person.pk for person in persons]
    assign_addresses(ids, at=NOON)
    persons_changed.send(None, person_ids=ids, at=NOON)


def everything():
    """All rows that a merge may touch, to be compared."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Person, Account, Address, Affiliation, Appointment)
    } | {"Membership": sorted(memberships())}


def memberships():
    return list(Membership.objects.values_list("group", "person", "source", "role"))


def merge(kept, other):
    return merge_persons(kept, other, by=TEAM, at=LATER)


@pytest.fixture
def feed():
    return SourceFactory(slug="divis", name="DiViS", kind=SourceKind.FEED)


@pytest.fixture
def two(feed):
    """The same teacher twice: at school xy, and at school zz with a class."""
    kept = somebody(SchoolFactory(code="xy"), source=feed, source_key="1")
    other = somebody(SchoolFactory(code="zz"), source=feed, source_key="2")
    return kept, other


def test_the_kept_person_has_everything_and_the_own_login_and_password(two):
    kept, other = two
    membership = MembershipFactory(person=other)
    sponsorship = SponsorshipFactory(owner=other)
    appointment = AppointmentFactory(person=other, school=kept.home_school)

    merge(kept, other)

    places = Affiliation.objects.filter(person=kept, ended_at=None)
    assert set(places.values_list("school__code", flat=True)) == {"xy", "zz"}
    for row in (membership, appointment):
        row.refresh_from_db()
        assert row.person == kept
    sponsorship.refresh_from_db()
    assert sponsorship.owner == kept
    account = Account.objects.get(person=kept, kind=AccountKind.PERSON)
    assert (account.username, account.password, account.disabled_at) == (
        "ada.berg@xy.hamburg.de",
        f"hash-{kept.pk}",
        None,
    )
    actions = set(LogEntry.objects.values_list("action", "subject_id"))
    assert actions >= {("people.person.merged", one.pk) for one in two}


def test_the_other_is_out_of_use_and_its_address_delivers_to_the_kept_one(two):
    kept, other = two

    merge(kept, other)

    other.refresh_from_db()
    assert (other.merged_into, other.deletion_released_at) == (kept, LATER)
    assert Account.objects.get(person=other).disabled_at == LATER
    addresses = Address.objects.annotate(text=WRITTEN).filter(person=kept)
    assert set(addresses.values_list("text", "replaced_at")) == {
        ("ada.berg@xy.hamburg.de", None),
        # Of the same name, at a school of theirs: it is their address there.
        ("ada.berg@zz.hamburg.de", None),
    }
    assert not Address.objects.filter(person=other).exists()


def test_a_login_of_before_is_known_as_replaced(two):
    kept, other = two
    Person.objects.filter(pk=other.pk).update(address_base="ada.berg-lovelace")
    tell(other)

    merge(kept, other)

    found = find_login("ada.berg-lovelace@zz.hamburg.de")
    assert (found.account.person, found.is_replaced) == (kept, True)


def test_what_both_have_stays_once(two):
    kept, other = two
    school = kept.home_school
    AffiliationFactory(person=other, school=school)
    AffiliationFactory(person=kept, school=school, role="principal", ended_at=NOON)
    AffiliationFactory(person=other, school=school, role="principal")
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=kept)
    MembershipFactory(group=group, person=other, role="leader")
    for person in two:
        AppointmentFactory(person=person, school=school)

    merge(kept, other)

    here = Affiliation.objects.filter(person=kept, school=school)
    assert sorted(here.values_list("role", "ended_at")) == [
        ("principal", None),
        ("teacher", None),
    ]
    assert memberships() == [(group.pk, kept.pk, group.source_id, "leader")]
    lasting = Appointment.objects.filter(ends_at=None)
    assert [one.person for one in lasting] == [kept]


def test_an_undone_merge_restores_all(two):
    kept, other = two
    school = kept.home_school
    AffiliationFactory(person=other, school=school)
    AffiliationFactory(person=kept, school=school, role="principal", ended_at=NOON)
    AffiliationFactory(person=other, school=school, role="principal")
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=kept)
    MembershipFactory(group=group, person=other, role="leader")
    MembershipFactory(person=other)
    AppointmentFactory(person=kept, school=school)
    AppointmentFactory(person=other, school=school)
    AppointmentFactory(person=other)
    tell(*two)
    appointments_changed.send(None, person_ids=[kept.pk, other.pk], by=TEAM, at=NOON)
    Account.objects.filter(person=other, kind=AccountKind.ADMIN).delete()
    AccountFactory(
        person=other, kind=AccountKind.ADMIN, username="admin.ada.berg@zz.hamburg.de"
    )
    AddressFactory(person=other, base="ada.king", replaced_at=NOON)
    tell(*two)
    before = everything()
    action = merge(kept, other)

    undo_merge(action, by=TEAM, at=MUCH_LATER)

    assert everything() == before


def test_the_admin_account_moves_where_there_is_none(two):
    kept, other = two
    AppointmentFactory(person=other)
    admin = AccountFactory(person=other, kind=AccountKind.ADMIN, username="admin.x@y")

    merge(kept, other)

    admin.refresh_from_db()
    assert (admin.person, admin.username, admin.disabled_at) == (
        kept,
        "admin.ada.berg@xy.hamburg.de",
        None,
    )


def test_a_feed_leads_on_whichever_of_the_two_stays(feed):
    school = SchoolFactory()
    manual = somebody(school)
    fed = somebody(school, source=feed, source_key="1")
    before = everything()

    action = merge(manual, fed)

    manual.refresh_from_db()
    fed.refresh_from_db()
    assert (manual.source, manual.source_key) == (feed, "1")
    assert fed.source_key is None
    undo_merge(action, by=TEAM, at=MUCH_LATER)
    assert everything() == before


def test_the_proposal_is_answered_and_open_again_when_the_merge_is_undone(two, feed):
    kept, other = two
    proposal = ProposalFactory(
        kind="duplicate", person=kept, source=feed, source_key="2"
    )

    action = merge(kept, other)

    proposal.refresh_from_db()
    assert (proposal.decision, proposal.action) == (ProposalDecision.ACCEPTED, action)
    undo_merge(action, by=TEAM, at=MUCH_LATER)
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.action) == ("", None)


def test_what_came_since_stays_with_the_kept_person(two):
    kept, other = two
    action = merge(kept, other)
    new = MembershipFactory(person=kept)

    undo_merge(action, by=TEAM, at=MUCH_LATER)

    new.refresh_from_db()
    assert new.person == kept


def test_some_are_not_merged(two):
    kept, other = two
    with pytest.raises(SamePersonError):
        merge(kept, Person.objects.get(pk=kept.pk))
    file = SourceFactory(slug="file", kind=SourceKind.FILE)
    with pytest.raises(TwoSourcesError):
        merge(kept, somebody(kept.home_school, source=file, source_key="1"))
    Person.objects.filter(pk=kept.pk).update(deletion_released_at=NOON)
    with pytest.raises(ReleasedPersonError):
        merge(kept, other)


def test_nobody_gets_rights_by_merging(two):
    kept, other = two
    acting = Actor("team", person_id=kept.pk, roles=frozenset({"central_team"}))
    with pytest.raises(OwnMergeError):
        merge_persons(kept, other, by=acting, at=LATER)
    AppointmentFactory(person=other)
    with pytest.raises(AppointedPersonError):
        merge_persons(kept, other, by=Actor("school admin"), at=LATER)
    merge_persons(other, kept, by=Actor("school admin"), at=LATER)


def test_a_merged_person_is_merged_and_separated_once(two):
    kept, other = two
    action = merge(kept, other)

    with pytest.raises(MergedAlreadyError):
        merge(PersonFactory(), other)
    undo_merge(action, by=TEAM, at=MUCH_LATER)
    with pytest.raises(AlreadyUndoneError):
        undo_merge(action, by=TEAM, at=MUCH_LATER)


def test_nothing_is_undone_when_the_other_person_was_erased(two):
    kept, other = two
    action = merge(kept, other)
    other.delete()

    with pytest.raises(NothingToSeparateError):
        undo_merge(action, by=TEAM, at=MUCH_LATER)


def test_a_merged_person_does_not_come_back_by_itself(two):
    kept, other = two
    merge(kept, other)

    action = reopen_persons([other.pk], by=TEAM, at=MUCH_LATER)

    assert action.actionline_set.get().outcome == "merged"


def test_an_address_moves_between_the_two_records_only(two):
    kept, other = two
    stranger = somebody(SchoolFactory())
    merge(kept, other)

    with (
        pytest.raises(IntegrityError, match="address never changes"),
        transaction.atomic(),
    ):
        Address.objects.filter(person=kept).update(person=stranger)


def test_a_merged_person_is_released_and_not_merged_with_itself():
    person = PersonFactory(deletion_released_at=NOON)
    with (
        pytest.raises(IntegrityError, match="person_merged_with_another"),
        transaction.atomic(),
    ):
        Person.objects.filter(pk=person.pk).update(merged_into=person)
    with pytest.raises(IntegrityError, match="person_merged_is_released"):
        PersonFactory(merged_into=person)
