"""Changes of school: asked by one school, agreed by the other, made on the day."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from eduport.accounts.models import Account
from eduport.core.actor import Actor
from eduport.people.models import Affiliation, Person, SchoolChange, SourceKind
from eduport.people.services.addresses import assign_addresses
from eduport.people.services.moves import (
    MovedBySourceError,
    NotAtTheSchoolError,
    NotPendingError,
    NotUndoableError,
    NotYourSchoolError,
    OfTheNewSchoolError,
    SameSchoolError,
    agree_to_school_change,
    ask_school_change,
    ask_undo,
    carry_out_school_changes,
    drop_undo_wish,
    undo_move,
    withdraw_school_change,
)
from eduport.people.signals import persons_changed
from eduport.sso.services.identity import subject_of
from tests.factories.accounts import give_second_factor
from tests.factories.people import (
    NOON,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
    SponsorshipFactory,
)
from tests.factories.recovery import RecoveryAddressFactory
from tests.factories.sso import AppFactory

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(days=1)
MUCH_LATER = NOON + dt.timedelta(days=2)
TEAM = Actor("team", roles=frozenset({"central_team"}))
NIGHT = Actor.system("schedule")


@pytest.fixture
def old():
    return SchoolFactory(code="old")


@pytest.fixture
def new():
    return SchoolFactory(code="new")


def admin_of(school):
    roles = frozenset({"school_admin"})
    return Actor(school.code, school_ids=frozenset({school.pk}), roles=roles)


def somebody(school, **fields):
    person = PersonFactory(home_school=school, **fields)
    AffiliationFactory(person=person)
    assign_addresses([person.pk], at=NOON)
    persons_changed.send(None, person_ids=[person.pk], at=NOON)
    return person


def places_of(person):
    present = Affiliation.objects.filter(person=person, ended_at=None)
    return list(present.values_list("school__code", "role"))


def login_of(person):
    return Account.objects.get(person=person).username


def test_one_school_asks_and_the_other_agrees_then_everything_moves(old, new):
    person = somebody(old)
    uid = person.uid
    sponsorship = SponsorshipFactory(affiliation=person.affiliation_set.get())
    left = MembershipFactory(person=person, group__school=old)

    change = ask_school_change([person.pk], (old, new), by=admin_of(new), at=NOON)
    assert (change.from_agreed_at, change.to_agreed_at) == (None, NOON)
    assert places_of(person) == [("old", "teacher")]
    agree_to_school_change(change, by=admin_of(old), at=LATER)

    person.refresh_from_db()
    assert (person.uid, person.home_school) == (uid, new)
    assert places_of(person) == [("new", "teacher")]
    assert login_of(person) == "ada.berg@new.hamburg.de"
    replaced = person.address_set.get(school=old)
    assert (str(replaced), replaced.replaced_at) == ("ada.berg@old.hamburg.de", LATER)
    assert not person.membership_set.filter(pk=left.pk).exists()
    now = person.affiliation_set.get(school=new).sponsorship
    assert (now.owner, now.last_day_on) == (None, sponsorship.last_day_on)


def test_the_central_team_agrees_for_both(old, new):
    person = somebody(old)

    ask_school_change([person.pk], (old, new), by=TEAM, at=NOON)

    assert places_of(person) == [("new", "teacher")]


def test_on_a_day_to_come_it_is_made_in_its_night(old, new):
    person = somebody(old)
    day = MUCH_LATER.date()
    change = ask_school_change(
        [person.pk], (old, new), effective_on=day, by=TEAM, at=NOON
    )

    assert carry_out_school_changes(by=NIGHT, at=LATER) == 0
    assert carry_out_school_changes(by=NIGHT, at=MUCH_LATER) == 1
    assert carry_out_school_changes(by=NIGHT, at=MUCH_LATER) == 0

    change.refresh_from_db()
    assert change.done_at == MUCH_LATER
    assert places_of(person) == [("new", "teacher")]


def test_who_has_left_in_between_stays_where_they_are(old, new):
    person = somebody(old)
    change = ask_school_change([person.pk], (old, new), by=admin_of(new), at=NOON)
    Affiliation.objects.filter(person=person).update(ended_at=NOON)

    done = agree_to_school_change(change, by=admin_of(old), at=LATER)

    assert done.action.actionline_set.get().outcome == "not_here"
    assert places_of(person) == []


def test_either_school_withdraws_until_it_is_made(old, new):
    person = somebody(old)
    change = ask_school_change([person.pk], (old, new), by=admin_of(new), at=NOON)
    withdraw_school_change(change, by=admin_of(old), at=LATER)

    with pytest.raises(NotPendingError):
        agree_to_school_change(change, by=admin_of(old), at=LATER)
    assert places_of(person) == [("old", "teacher")]


def test_some_are_refused(old, new):
    person = somebody(old)
    feed = SourceFactory(slug="divis", kind=SourceKind.FEED)
    fed = somebody(old, source=feed, source_key="1")
    by = admin_of(old)

    with pytest.raises(SameSchoolError):
        ask_school_change([person.pk], (old, old), by=by, at=NOON)
    with pytest.raises(NotYourSchoolError):
        ask_school_change(
            [person.pk], (old, new), by=admin_of(SchoolFactory()), at=NOON
        )
    with pytest.raises(NotAtTheSchoolError):
        ask_school_change([person.pk], (new, old), by=by, at=NOON)
    with pytest.raises(NotAtTheSchoolError):
        ask_school_change([], (old, new), by=by, at=NOON)
    with pytest.raises(MovedBySourceError):
        ask_school_change([person.pk, fed.pk], (old, new), by=by, at=NOON)
    assert not SchoolChange.objects.exists()


def test_a_stranger_does_not_agree(old, new):
    change = ask_school_change(
        [somebody(old).pk], (old, new), by=admin_of(new), at=NOON
    )

    with pytest.raises(NotYourSchoolError):
        agree_to_school_change(change, by=admin_of(SchoolFactory()), at=LATER)


def test_an_undone_change_brings_everybody_back(old, new):
    person = somebody(old)
    group = MembershipFactory(person=person, group=GroupFactory(school=old)).group
    change = ask_school_change([person.pk], (old, new), by=TEAM, at=LATER)

    undo_move(change.action, by=TEAM, at=MUCH_LATER)

    person.refresh_from_db()
    assert person.home_school == old
    assert places_of(person) == [("old", "teacher")]
    assert login_of(person) == "ada.berg@old.hamburg.de"
    assert person.membership_set.get().group == group


def test_only_the_school_that_has_them_undoes_it(old, new):
    person = somebody(old)
    change = ask_school_change([person.pk], (old, new), by=admin_of(new), at=NOON)
    agree_to_school_change(change, by=admin_of(old), at=NOON)
    change.refresh_from_db()

    with pytest.raises(OfTheNewSchoolError, match=new.name):
        undo_move(change.action, by=admin_of(old), at=LATER)
    before = places_of(person)
    undo_move(change.action, by=admin_of(new), at=LATER)

    assert (before, places_of(person)) == ([("new", "teacher")], [("old", "teacher")])


def test_the_old_school_asks_for_undoing_once(old, new):
    change = ask_school_change([somebody(old).pk], (old, new), by=TEAM, at=NOON)

    ask_undo(change, by=admin_of(old), at=LATER)
    again = ask_undo(change, by=admin_of(old), at=MUCH_LATER)
    dropped = drop_undo_wish(change, by=admin_of(new), at=MUCH_LATER)

    assert (again.undo_asked_at, dropped.undo_asked_at) == (LATER, None)
    with pytest.raises(NotYourSchoolError):
        ask_undo(change, by=admin_of(new), at=LATER)


def test_there_is_nothing_to_ask_for_when_it_is_undone(old, new):
    change = ask_school_change([somebody(old).pk], (old, new), by=TEAM, at=NOON)
    undo_move(change.action, by=TEAM, at=LATER)

    for step in (ask_undo, drop_undo_wish):
        with pytest.raises(NotUndoableError):
            step(change, by=admin_of(old), at=LATER)


@pytest.mark.parametrize("number", [1, 3])
def test_all_that_hangs_on_the_uid_stays(old, new, number):
    """Of one person or a class: uid, password, factors, recovery, ids at services."""
    people = [somebody(old) for _ in range(number)]
    app = AppFactory()
    for person in people:
        account = Account.objects.get(person=person)
        Account.objects.filter(pk=account.pk).update(password=f"hash {person.pk}")
        give_second_factor(account)
        RecoveryAddressFactory(account=account)
    before = [what_hangs_on(person, app) for person in people]

    change = ask_school_change(
        [person.pk for person in people], (old, new), by=TEAM, at=LATER
    )
    moved = [what_hangs_on(person, app) for person in people]
    logins = [login_of(person) for person in people]
    undo_move(change.action, by=TEAM, at=MUCH_LATER)

    assert len({str(one) for one in before}) == number
    assert (before, before) == (moved, [what_hangs_on(one, app) for one in people])
    assert all(login.endswith("@new.hamburg.de") for login in logins)


def what_hangs_on(person, app):
    account = Account.objects.get(person=person)
    factors = account.authenticator_set.order_by("pk").values_list("pk", "type")
    return (
        Person.objects.get(pk=person.pk).uid,
        (account.pk, account.password, account.activated_at),
        list(factors),
        account.recoveryaddress.address,
        subject_of(account, app),
    )


def test_a_change_is_between_two_schools_and_done_or_withdrawn(old, new):
    change = ask_school_change(
        [somebody(old).pk], (old, new), by=admin_of(new), at=NOON
    )
    rows = SchoolChange.objects.filter(pk=change.pk)
    for values, name in (
        ({"to_school": old}, "school_change_between_two_schools"),
        ({"done_at": NOON}, "school_change_done_when_both_agreed"),
        ({"undo_asked_at": NOON}, "school_change_undo_asked_when_done"),
        (
            {"done_at": NOON, "from_agreed_at": NOON, "withdrawn_at": NOON},
            "school_change_done_or_withdrawn",
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**values)


def test_a_whole_class_takes_as_many_statements_as_one(
    old, new, django_assert_num_queries
):
    for count in (1, 3):
        people = [somebody(old).pk for _ in range(count)]

        with django_assert_num_queries(34):
            change = ask_school_change(people, (old, new), by=TEAM, at=LATER)
        with django_assert_num_queries(30):
            undo_move(change.action, by=TEAM, at=MUCH_LATER)
        Affiliation.objects.filter(person__in=people).update(ended_at=MUCH_LATER)
