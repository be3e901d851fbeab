"""Who was made by hand and then comes with the feed: proposed, decided by a human."""

import pytest

from eduport.accounts.models import Account
from eduport.people.models import (
    Affiliation,
    Person,
    Proposal,
    ProposalDecision,
    ProposalKind,
    School,
)
from eduport.people.services.actions import AlreadyUndoneError
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.proposals import (
    accept_adoption,
    decline_proposal,
    undo_adoption,
)
from eduport.people.signals import persons_changed
from eduport.sync.models import RowIssue
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
)
from tests.sync.portraits import account_of, address_of, addresses_of, places_of
from tests.sync.rosters import OFFICE


@pytest.fixture
def manual(feed, city):
    """A teacher whom school A made by hand while the feed stood still."""
    feed.sync(city)
    person = PersonFactory(
        given_name="Lise",
        family_name="Meitner",
        address_base="lise.meitner",
        home_school=School.objects.get(code="a"),
        source=SourceFactory(slug="manual"),
    )
    AffiliationFactory(person=person, role="external")
    tell(person)
    return person


def tell(person):
    assign_addresses([person.pk], at=NOON)
    persons_changed.send(None, person_ids=[person.pk], at=NOON)


def deliver(city, key="t9", name="Lise Meitner", *roles):
    city.person(key, name, *(roles or ["A:teacher"]))
    city.groups["team"].members.append(key)


def test_a_teacher_made_by_hand_is_proposed_and_waits(feed, city, manual):
    deliver(city)

    run = feed.sync(city)

    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.person, proposal.source_key) == (
        ProposalKind.ADOPTION,
        manual,
        "t9",
    )
    assert not Person.objects.filter(source_key="t9").exists()
    issue = RowIssue.objects.get(run=run)
    assert (issue.severity, issue.code) == ("note", "adoption_proposed")


def test_who_waits_is_proposed_once_however_many_nights_pass(feed, city, manual):
    deliver(city)

    feed.sync(city)
    feed.sync(city)

    assert Proposal.objects.count() == 1


def test_an_accepted_adoption_keeps_uid_address_and_account(feed, city, manual):
    Account.objects.filter(person=manual).update(password="a-hash")
    deliver(city)
    feed.sync(city)

    accept_adoption(Proposal.objects.get().pk, by=OFFICE, at=feed.at)
    feed.sync(city)

    person = Person.objects.get(source_key="t9")
    assert (person.pk, person.uid, person.source) == (
        manual.pk,
        manual.uid,
        feed.source,
    )
    assert addresses_of("t9") == [("lise.meitner@a.hamburg.de", True)]
    assert account_of("t9").password == "a-hash"
    assert places_of("t9") == {("a", "teacher")}
    assert person.membership_set.get().group.source_key == "team"


def test_an_adopted_person_follows_the_feed_from_then_on(feed, city, manual):
    deliver(city)
    feed.sync(city)
    accept_adoption(Proposal.objects.get().pk, by=OFFICE, at=feed.at)
    city.rename("t9", "Meitner-Frisch")

    feed.sync(city)

    assert address_of("t9") == "lise.meitner-frisch@a.hamburg.de"


def test_accepting_twice_changes_nothing(feed, city, manual):
    deliver(city)
    feed.sync(city)
    proposal = Proposal.objects.get()
    accept_adoption(proposal.pk, by=OFFICE, at=feed.at)

    accept_adoption(proposal.pk, by=OFFICE, at=NOON)

    proposal.refresh_from_db()
    assert proposal.decided_at == feed.at


def test_places_that_a_human_made_elsewhere_stay_with_the_human(feed, city, manual):
    other = SchoolFactory(code="c")
    AffiliationFactory(person=manual, school=other, source=manual.source)
    deliver(city)
    feed.sync(city)
    accept_adoption(Proposal.objects.get().pk, by=OFFICE, at=feed.at)

    feed.sync(city)

    assert places_of("t9") == {("a", "teacher"), ("c", "teacher")}
    place = Affiliation.objects.get(person=manual, school=other)
    assert place.source == manual.source


def test_a_declined_adoption_makes_a_second_person_in_the_next_night(
    feed, city, manual
):
    deliver(city)
    feed.sync(city)

    decline_proposal(Proposal.objects.get().pk, by=OFFICE, at=feed.at)
    feed.sync(city)

    assert address_of("t9") == "lise.meitner2@a.hamburg.de"
    manual.refresh_from_db()
    assert manual.deletion_released_at is None
    assert Proposal.objects.get(kind="adoption").decision == ProposalDecision.DECLINED


def test_declining_twice_changes_nothing(feed, city, manual):
    deliver(city)
    feed.sync(city)
    proposal = Proposal.objects.get()
    accept_adoption(proposal.pk, by=OFFICE, at=feed.at)

    decline_proposal(proposal.pk, by=OFFICE, at=feed.at)

    proposal.refresh_from_db()
    assert proposal.decision == ProposalDecision.ACCEPTED


def test_of_two_rows_only_one_can_be_the_person(feed, city, manual):
    deliver(city)
    deliver(city, "t8")
    feed.sync(city)
    first = Proposal.objects.get(source_key="t9")
    second = Proposal.objects.get(source_key="t8")

    accept_adoption(first.pk, by=OFFICE, at=feed.at)

    second.refresh_from_db()
    assert second.decision == ProposalDecision.DECLINED
    feed.sync(city)
    assert address_of("t9") == "lise.meitner@a.hamburg.de"
    assert address_of("t8") == "lise.meitner2@a.hamburg.de"


def test_nobody_waits_for_a_person_who_has_left(feed, city, manual):
    deliver(city)
    feed.sync(city)
    Affiliation.objects.filter(person=manual).update(ended_at=NOON)
    Person.objects.filter(pk=manual.pk).update(deletion_released_at=NOON)

    feed.sync(city)

    assert address_of("t9") == "lise.meitner2@a.hamburg.de"


@pytest.mark.parametrize(
    ("name", "role"), [("Lisa Meitner", "A:teacher"), ("Lise Meitner", "B:teacher")]
)
def test_another_name_or_school_is_somebody_else(feed, city, manual, name, role):
    deliver(city, "t9", name, role)

    feed.sync(city)

    assert not Proposal.objects.exists()
    assert Person.objects.filter(source_key="t9").exists()


def test_a_possible_duplicate_is_pointed_out_but_not_merged(feed, city):
    feed.sync(city)
    city.person("s9", "Anna Meyer", "A:student")

    feed.sync(city)

    proposal = Proposal.objects.get()
    assert proposal.kind == ProposalKind.DUPLICATE
    assert proposal.person.source_key == "s1"
    assert address_of("s9") == "anna.meyer2@a.hamburg.de"


def test_a_namesake_in_another_role_or_school_is_no_possible_duplicate(feed, city):
    feed.sync(city)
    city.person("s8", "Anna Meyer", "A:teacher")
    city.person("s9", "Anna Meyer", "B:student")

    feed.sync(city)

    assert not Proposal.objects.exists()


def test_an_undone_adoption_makes_the_person_manual_and_the_row_wait_again(
    feed, city, manual
):
    deliver(city)
    feed.sync(city)
    action = accept_adoption(Proposal.objects.get().pk, by=OFFICE, at=feed.at)
    city.rename("t9", "Meitner-Frisch")
    feed.sync(city)

    undo_adoption(action, by=OFFICE, at=feed.at)
    city.rename("t9", "Meitner")
    feed.sync(city)

    manual.refresh_from_db()
    assert (manual.source.slug, manual.source_key) == ("manual", None)
    assert str(manual) == "Lise Meitner"
    present = Affiliation.objects.filter(person=manual, ended_at=None)
    assert list(present.values_list("role", "source__slug")) == [("external", "manual")]
    assert not manual.membership_set.exists()
    assert Proposal.objects.get().decision == ""
    assert not Person.objects.filter(source_key="t9").exists()


def test_an_adoption_is_undone_once_and_not_if_another_source_leads(feed, city, manual):
    deliver(city)
    feed.sync(city)
    action = accept_adoption(Proposal.objects.get().pk, by=OFFICE, at=feed.at)
    other = SourceFactory(slug="other", kind="file")
    Person.objects.filter(pk=manual.pk).update(source=other)

    undo_adoption(action, by=OFFICE, at=feed.at)

    assert action.actionline_set.get().outcome == "changed"
    manual.refresh_from_db()
    assert manual.source == other
    with pytest.raises(AlreadyUndoneError):
        undo_adoption(action, by=OFFICE, at=feed.at)
