"""Accounts follow persons, whatever happened to them."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession

from eduport.accounts.errors import NoAddressError, NotAppointedError
from eduport.accounts.models import Account, AccountKind
from eduport.accounts.services.blocking import block_account, unblock_account
from eduport.accounts.services.provisioning import (
    create_admin_account,
    provision_accounts,
)
from eduport.accounts.services.sessions import record_session
from eduport.accounts.signals import sessions_ended
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import AdminRole
from eduport.people.services.appointments import appoint, change_end, withdraw
from eduport.people.signals import persons_changed
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AppointmentFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
OFFICE = Actor("office")
LATER = NOON + dt.timedelta(hours=1)


def person_at(school, base, number=1):
    person = PersonFactory(home_school=school, address_base=base)
    AddressFactory(person=person, base=base, number=number)
    return person


def replace_address(person, base, number=1, school=None):
    person.address_set.filter(replaced_at=None).update(replaced_at=NOON)
    return AddressFactory(
        person=person, base=base, number=number, school=school or person.home_school
    )


def usernames():
    return sorted(Account.objects.values_list("username", flat=True))


def test_a_new_person_gets_an_account_nobody_can_sign_in_with_yet():
    person = person_at(SchoolFactory(code="xy"), "ada.berg", number=2)

    provision_accounts([person.pk], at=NOON)

    account = Account.objects.get()
    assert account.person == person
    assert account.kind == AccountKind.PERSON
    assert account.username == "ada.berg2@xy.hamburg.de"
    assert account.password == "!"
    assert account.created_at == NOON
    assert account.activated_at is None


def test_the_signal_of_people_reaches_the_accounts():
    person = person_at(SchoolFactory(code="xy"), "ada.berg")

    persons_changed.send(None, person_ids=[person.pk], at=NOON)

    assert usernames() == ["ada.berg@xy.hamburg.de"]


def test_doing_it_twice_changes_nothing(django_assert_num_queries):
    person = person_at(SchoolFactory(code="xy"), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    before = list(Account.objects.values())

    provision_accounts([person.pk], at=LATER)

    assert list(Account.objects.values()) == before


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_two_statements_whatever_the_number(number, django_assert_num_queries):
    school = SchoolFactory()
    people = [person_at(school, "ada.berg", n + 1) for n in range(number)]

    with django_assert_num_queries(4):  # two of them are the savepoint
        provision_accounts([person.pk for person in people], at=NOON)


def test_a_person_without_an_address_at_home_is_left_alone():
    person = PersonFactory()
    AddressFactory(person=person, school=SchoolFactory())

    provision_accounts([person.pk], at=NOON)

    assert usernames() == []


def test_who_is_released_already_gets_no_account():
    person = person_at(SchoolFactory(), "ada.berg")
    person.deletion_released_at = NOON
    person.save()

    provision_accounts([person.pk], at=NOON)

    assert usernames() == []


def test_the_login_follows_the_address_and_the_account_stays():
    person = person_at(SchoolFactory(code="xy"), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    account = Account.objects.get()
    replace_address(person, "ada.tal")

    provision_accounts([person.pk], at=LATER)

    assert Account.objects.get(username="ada.tal@xy.hamburg.de") == account


def test_the_login_follows_the_home_school():
    person = person_at(SchoolFactory(code="xy"), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    person.home_school = SchoolFactory(code="zz")
    person.save()
    AddressFactory(person=person)

    provision_accounts([person.pk], at=LATER)

    assert usernames() == ["ada.berg@zz.hamburg.de"]


def test_logins_move_along_a_chain_in_one_call():
    school = SchoolFactory(code="xy")
    first, second = (
        person_at(school, "a.a"),
        person_at(school, "b.b"),
    )
    AccountFactory(person=first, username="b.b@xy.hamburg.de")
    AccountFactory(person=second, username="a.a@xy.hamburg.de")

    provision_accounts([first.pk, second.pk], at=NOON)

    assert Account.objects.get(person=first).username == "a.a@xy.hamburg.de"
    assert Account.objects.get(person=second).username == "b.b@xy.hamburg.de"


def test_an_admin_account_follows_too():
    person = person_at(SchoolFactory(code="xy"), "ada.berg")
    AccountFactory(person=person, kind="admin", username="admin.old@xy.hamburg.de")

    provision_accounts([person.pk], at=NOON)

    assert usernames() == ["ada.berg@xy.hamburg.de", "admin.ada.berg@xy.hamburg.de"]


def release(person, at):
    person.deletion_released_at = at
    person.save()
    provision_accounts([person.pk], at=at or LATER)


def test_a_release_disables_and_ends_the_sessions():
    person = person_at(SchoolFactory(), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    account = Account.objects.get()
    record_session(account.pk, "key", "Firefox", at=NOON)
    ended = []

    def note(account_id, session_keys, **_kwargs):
        ended.append((account_id, session_keys))

    sessions_ended.connect(note)
    release(person, LATER)
    sessions_ended.disconnect(note)

    account.refresh_from_db()
    assert account.disabled_at == LATER
    assert UserSession.objects.count() == 0
    assert ended == [(account.pk, ["key"])]


def test_undoing_a_release_enables_again():
    person = person_at(SchoolFactory(), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    release(person, NOON)

    release(person, None)

    assert Account.objects.get().disabled_at is None


def test_a_block_by_hand_survives_a_release_that_is_undone():
    person = person_at(SchoolFactory(), "ada.berg")
    provision_accounts([person.pk], at=NOON)
    block_account(Account.objects.get(), by=OFFICE, at=NOON)
    release(person, LATER)

    release(person, None)

    account = Account.objects.get()
    assert (account.disabled_at, account.blocked_at) == (NOON, NOON)


def test_unblocking_enables_again():
    account = AccountFactory()
    block_account(account, by=OFFICE, at=NOON)
    account.refresh_from_db()

    unblock_account(account, by=OFFICE, at=LATER)

    account.refresh_from_db()
    assert (account.disabled_at, account.blocked_at) == (None, None)
    assert list(LogEntry.objects.values_list("action", flat=True)) == [
        "accounts.account.blocked",
        "accounts.account.unblocked",
    ]


def test_unblocking_does_not_undo_a_release():
    account = AccountFactory(person__deletion_released_at=NOON)
    block_account(account, by=OFFICE, at=LATER)
    account.refresh_from_db()

    unblock_account(account, by=OFFICE, at=LATER)

    account.refresh_from_db()
    assert (account.disabled_at, account.blocked_at) == (NOON, None)


def test_an_admin_account_is_named_after_the_address_at_home():
    person = person_at(SchoolFactory(code="xy"), "ada.berg")
    AppointmentFactory(person=person)

    account = create_admin_account(person, by=OFFICE, at=NOON)

    assert account.username == "admin.ada.berg@xy.hamburg.de"
    assert account.kind == AccountKind.ADMIN
    assert account.password == "!"
    assert create_admin_account(person, by=OFFICE, at=LATER) == account


@pytest.mark.parametrize(
    "appointment", [None, {"role": AdminRole.IT_CONTACT}, {"ends_at": NOON}]
)
def test_who_is_not_appointed_gets_no_admin_account(appointment):
    person = person_at(SchoolFactory(), "ada.berg")
    if appointment:
        AppointmentFactory(person=person, **appointment)

    with pytest.raises(NotAppointedError):
        create_admin_account(person, by=OFFICE, at=NOON)


def test_an_admin_account_needs_an_address():
    person = AppointmentFactory().person

    with pytest.raises(NoAddressError):
        create_admin_account(person, by=OFFICE, at=NOON)


def appointed(**period):
    school = SchoolFactory()
    person = person_at(school, "ada.berg")
    role = AdminRole.SCHOOL_ADMIN
    return appoint(person, role, school=school, by=OFFICE, at=NOON, **period)


def test_who_is_appointed_gets_an_admin_account_at_once():
    appointment = appointed()

    admin = Account.objects.get(kind=AccountKind.ADMIN)
    assert (admin.person_id, admin.disabled_at) == (appointment.person_id, None)


def test_who_will_be_appointed_gets_the_admin_account_now():
    appointed(starts_at=NOON + dt.timedelta(days=3))

    assert Account.objects.get(kind=AccountKind.ADMIN).disabled_at is None


def test_a_withdrawn_appointment_takes_the_admin_account_and_gives_it_back():
    appointment = appointed()

    withdraw(appointment.pk, by=OFFICE, at=NOON)
    taken = Account.objects.get(kind=AccountKind.ADMIN)
    provision_accounts([appointment.person_id], at=NOON + dt.timedelta(days=1))
    kept = Account.objects.get(kind=AccountKind.ADMIN)
    change_end(appointment.pk, None, by=OFFICE, at=NOON)

    assert (taken.disabled_at, kept.disabled_at) == (NOON, NOON)
    assert Account.objects.get(kind=AccountKind.ADMIN).disabled_at is None


def test_a_blocked_admin_account_stays_out_when_somebody_is_appointed_again():
    appointment = appointed()
    block_account(Account.objects.get(kind=AccountKind.ADMIN), by=OFFICE, at=NOON)

    withdraw(appointment.pk, by=OFFICE, at=NOON)
    change_end(appointment.pk, None, by=OFFICE, at=NOON)

    assert Account.objects.get(kind=AccountKind.ADMIN).disabled_at == NOON


def test_without_an_address_at_home_nobody_is_appointed_as_school_admin():
    school = SchoolFactory()
    person = PersonFactory(home_school=school)

    with pytest.raises(NoAddressError):
        appoint(person, AdminRole.SCHOOL_ADMIN, school=school, by=OFFICE, at=NOON)
