"""Handouts: asked, made in the background, fetched once; otherwise nothing happens."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import pytest
import pyzipper

from eduport.accounts.models import Account, ActivationCode
from eduport.accounts.services.activation import activate, issue_activation_codes
from eduport.administration.errors import (
    HandoutGoneError,
    NobodyIncludedError,
    OtherBrowserError,
    TooManyPeopleError,
)
from eduport.administration.models import (
    Handout,
    HandoutEntry,
    HandoutFile,
    HandoutState,
    LeftOut,
)
from eduport.administration.queries.handouts import addressees_of, preview_of
from eduport.administration.rules.sealing import new_key_pair
from eduport.administration.services import handouts, producing
from eduport.administration.services.handouts import (
    ask_for_handout,
    cancel_handout,
    expire_handouts,
    fetch_handout,
)
from eduport.administration.services.producing import (
    ABANDONED_AFTER,
    abandoned_handouts,
    produce_handout,
)
from eduport.administration.types import (
    AddressForm,
    HandoutForm,
    HandoutOrder,
    SecretKind,
)
from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.people.models import GroupKind, MembershipRole, Person, Role
from tests.factories.accounts import AccountFactory
from tests.factories.administration import (
    KEY,
    HandoutEntryFactory,
    HandoutFactory,
    HandoutFileFactory,
)
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AffiliationFactory,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
)

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(minutes=5)
FILE_PASSWORD = "Elbe-Fähre-Moin-7"
CODES = HandoutOrder(SecretKind.CODE, HandoutForm.ARCHIVE)
PASSWORDS = HandoutOrder(SecretKind.PASSWORD, HandoutForm.ARCHIVE)


def clock():
    return LATER


@pytest.fixture
def asker():
    return AccountFactory(kind="admin", username="admin.bo@s1.hamburg.de")


@pytest.fixture
def actor(asker):
    return Actor(asker.username, asker.pk)


def ask(actor, order=CODES, persons=None):
    chosen = Person.objects.all() if persons is None else persons
    everyday = chosen.filter(account__kind="person")
    return ask_for_handout(everyday, order, public_key=KEY.public, by=actor, at=NOON)


def fetch(handout, actor, *, secret=KEY.secret, at=LATER):
    return fetch_handout(
        handout, secret=secret, file_password=FILE_PASSWORD, by=actor, at=at
    )


def secrets_in(fetched):
    """Login and secret of every row of the archive."""
    archive = pyzipper.AESZipFile(BytesIO(fetched.content))
    archive.setpassword(FILE_PASSWORD.encode())
    [name] = archive.namelist()
    text = archive.read(name).decode("utf-8-sig")
    return {row[4]: row[5] for row in csv.reader(StringIO(text), delimiter=";")}


def test_codes_hold_when_the_file_is_fetched_and_not_before(actor):
    account = AccountFactory(activated_at=None)
    [(_, old)] = issue_activation_codes([account], by=actor, at=NOON)
    before = ActivationCode.objects.get().digest
    handout = ask(actor)

    assert produce_handout(handout.pk, clock=clock)
    assert ActivationCode.objects.get().digest == before
    code = secrets_in(fetch(handout, actor))[account.username]

    assert code != old
    activate(account.username, code, "vier warme Brezeln", at=LATER)
    account.refresh_from_db()
    assert account.activated_at == LATER


def test_passwords_hold_when_the_file_is_fetched_and_not_before(actor):
    account = AccountFactory(activated_at=None)
    handout = ask(actor, PASSWORDS)

    assert produce_handout(handout.pk, clock=clock)
    account.refresh_from_db()
    assert account.password == "!"
    password = secrets_in(fetch(handout, actor))[account.username]

    account.refresh_from_db()
    assert account.check_password(password)
    assert account.must_change_password


def test_a_file_is_fetched_once_and_nothing_of_it_is_kept(actor):
    AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)

    fetch(handout, actor)

    with pytest.raises(HandoutGoneError):
        fetch(handout, actor)
    handout.refresh_from_db()
    assert (handout.state, handout.ended_at) == (HandoutState.TAKEN, LATER)
    assert HandoutFile.objects.count() == 0
    entry = HandoutEntry.objects.get()
    assert (entry.stored, entry.is_issued) == ("", True)
    actions = LogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "administration.handout.asked",
        "accounts.activation_code.issued",
        "administration.handout.fetched",
    ]


def test_what_lies_in_the_database_cannot_be_read(actor):
    account = AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)

    content = bytes(HandoutFile.objects.get().content)

    assert account.username.encode() not in content
    with pytest.raises(OtherBrowserError):
        fetch(handout, actor, secret=new_key_pair().secret)
    with pytest.raises(OtherBrowserError):
        fetch(handout, actor, secret="")
    assert fetch(handout, actor).name == "eduport-2026-11-23.zip"


def test_one_sealed_file_cannot_stand_in_for_another(actor):
    AccountFactory()
    mine, other = ask(actor), ask(actor)
    produce_handout(mine.pk, clock=clock)
    produce_handout(other.pk, clock=clock)
    swapped = bytes(other.handoutfile.content)
    HandoutFile.objects.filter(handout=mine).update(content=swapped)

    with pytest.raises(OtherBrowserError):
        fetch(mine, actor)


def test_who_is_blocked_between_making_and_fetching_gets_nothing(actor):
    kept, blocked = AccountFactory(), AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)
    Account.objects.filter(pk=blocked.pk).update(disabled_at=NOON)

    fetch(handout, actor)

    assert [code.account_id for code in ActivationCode.objects.all()] == [kept.pk]
    found = HandoutEntry.objects.order_by("account").values_list(
        "account", "left_out", "is_issued"
    )
    assert list(found) == [
        (kept.pk, "", True),
        (blocked.pk, LeftOut.BLOCKED, False),
    ]


def test_the_blocked_the_released_and_those_without_account_are_left_out(actor):
    AccountFactory(person__family_name="Aalto")
    AccountFactory(person__family_name="Berg", disabled_at=NOON)
    AccountFactory(
        person__family_name="Celik",
        person__deletion_released_at=NOON,
        disabled_at=NOON,
    )
    PersonFactory(family_name="Diallo")

    preview = preview_of(Person.objects.exclude(account__kind="admin"), limit=9)

    assert preview.examples == ["Ada Aalto"]
    reasons = [(label, [c.name for c in found]) for label, found in preview.left_out]
    assert reasons == [
        (str(LeftOut.NO_ACCOUNT.label), ["Ada Diallo"]),
        (str(LeftOut.BLOCKED.label), ["Ada Berg"]),
        (str(LeftOut.RELEASED.label), ["Ada Celik"]),
    ]


def test_an_admin_account_is_never_touched(actor):
    person = AccountFactory().person
    admin = AccountFactory(
        person=person, kind="admin", username="admin.x@s1.hamburg.de"
    )

    handout = ask(actor)

    accounts = HandoutEntry.objects.filter(handout=handout)
    assert admin.pk not in accounts.values_list("account", flat=True)


def test_nobody_and_too_many_are_refused(actor, monkeypatch):
    with pytest.raises(NobodyIncludedError):
        ask(actor, persons=Person.objects.none())
    monkeypatch.setattr(handouts, "LIMIT", 1)
    AccountFactory()
    AccountFactory()

    with pytest.raises(TooManyPeopleError, match="1"):
        ask(actor)

    assert Handout.objects.count() == 0


def test_a_cancelled_handout_is_not_made_and_changes_nothing(actor):
    AccountFactory()
    handout = ask(actor)

    cancel_handout(handout, by=actor, at=LATER)

    assert not produce_handout(handout.pk, clock=clock)
    handout.refresh_from_db()
    assert (handout.state, handout.ended_at) == (HandoutState.CANCELLED, LATER)
    assert ActivationCode.objects.count() == HandoutFile.objects.count() == 0


def test_cancelling_stops_a_worker_in_the_middle(actor, monkeypatch):
    for _ in range(3):
        AccountFactory()
    handout = ask(actor)
    monkeypatch.setattr(producing, "CHUNK", 1)
    ticks = []

    def cancelling_clock():
        ticks.append(LATER)
        if len(ticks) == 3:
            cancel_handout(handout, by=actor, at=LATER)
        return LATER

    assert not produce_handout(handout.pk, clock=cancelling_clock)
    handout.refresh_from_db()
    assert (handout.state, handout.done) == (HandoutState.CANCELLED, 1)
    assert HandoutFile.objects.count() == 0


def test_a_cancelled_file_is_gone(actor):
    AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)

    cancel_handout(handout, by=actor, at=LATER)

    assert HandoutFile.objects.count() == 0
    assert HandoutEntry.objects.get().stored == ""
    with pytest.raises(HandoutGoneError):
        fetch(handout, actor)


def test_what_was_fetched_cannot_be_cancelled(actor):
    AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)
    fetch(handout, actor)

    cancel_handout(handout, by=actor, at=LATER)

    handout.refresh_from_db()
    assert handout.state == HandoutState.TAKEN


def test_a_file_that_nobody_fetches_goes_after_half_an_hour(actor):
    AccountFactory()
    handout = ask(actor)
    produce_handout(handout.pk, clock=clock)
    too_late = LATER + handouts.FETCH_WITHIN

    with pytest.raises(HandoutGoneError):
        fetch(handout, actor, at=too_late)
    assert expire_handouts(at=too_late - dt.timedelta(seconds=1)) == 0
    assert expire_handouts(at=too_late) == 1

    handout.refresh_from_db()
    assert handout.state == HandoutState.EXPIRED
    assert HandoutFile.objects.count() == ActivationCode.objects.count() == 0
    assert HandoutEntry.objects.get().stored == ""


def test_whom_a_handout_was_for_is_forgotten_after_a_month():
    recent = HandoutFactory(state=HandoutState.TAKEN)
    HandoutEntryFactory(
        handout=HandoutFactory(
            state=HandoutState.TAKEN, asked_at=NOON - dt.timedelta(days=31)
        )
    )

    expire_handouts(at=NOON)

    assert list(Handout.objects.all()) == [recent]
    assert HandoutEntry.objects.count() == 0


def test_what_a_killed_worker_left_is_taken_on_once():
    silent = HandoutFactory(state=HandoutState.RUNNING)
    HandoutFactory(state=HandoutState.RUNNING, seen_at=LATER)
    HandoutFactory(state=HandoutState.TAKEN)
    at = NOON + ABANDONED_AFTER + dt.timedelta(seconds=1)

    assert abandoned_handouts(at=at) == [silent.pk]
    assert abandoned_handouts(at=at) == []


def test_a_second_beginning_makes_the_whole_file(actor):
    accounts = [AccountFactory() for _ in range(3)]
    handout = ask(actor)
    Handout.objects.update(state=HandoutState.RUNNING, done=2)

    assert produce_handout(handout.pk, clock=clock)

    handout.refresh_from_db()
    assert (handout.done, handout.total) == (3, 3)
    found = secrets_in(fetch(handout, actor))
    assert found.keys() >= {account.username for account in accounts}


def test_a_fault_is_shown_and_changes_nothing(actor, monkeypatch):
    AccountFactory()
    handout = ask(actor)
    broken = dict.fromkeys(producing.DRAFTS, lambda _: 1 / 0)
    monkeypatch.setattr(producing, "DRAFTS", broken)

    with pytest.raises(ZeroDivisionError):
        produce_handout(handout.pk, clock=clock)

    handout.refresh_from_db()
    assert handout.state == HandoutState.FAILED
    assert ActivationCode.objects.count() == 0


def member_of(school_class, family_name):
    account = AccountFactory(
        person__family_name=family_name, person__home_school=school_class.school
    )
    AffiliationFactory(person=account.person, role=Role.STUDENT)
    MembershipFactory(
        group=school_class, person=account.person, role=MembershipRole.MEMBER
    )
    return account


def test_letters_come_class_by_class_and_speak_to_each_as_is_right(actor):
    school = SchoolFactory(name="Am Hafen")
    year = AcademicSessionFactory(activated_at=NOON)
    classes = [
        GroupFactory(school=school, kind=GroupKind.CLASS, name=name, session=year)
        for name in ("10a", "9b")
    ]
    helper = AppointmentFactory(
        person__given_name="Änne", person__home_school=school
    ).person
    member_of(classes[0], "Berg")
    member_of(classes[1], "Celik")
    member_of(classes[1], "Aalto")
    teacher = AccountFactory(person__home_school=school, person__family_name="Dahl")
    AffiliationFactory(person=teacher.person)
    handout = ask(actor)

    found = [addressee.recipient for addressee in addressees_of(handout)]

    assert [(one.family_name, one.group, one.is_informal) for one in found] == [
        ("Aalto", "Klasse 9b", True),
        ("Celik", "Klasse 9b", True),
        ("Berg", "Klasse 10a", True),
        ("Dahl", "Lehrkraft", False),
    ]
    assert {(one.school, one.contacts) for one in found} == {("Am Hafen", str(helper))}


@pytest.mark.parametrize(
    ("address_form", "expected"),
    [(AddressForm.INFORMAL, True), (AddressForm.FORMAL, False)],
)
def test_the_asker_can_decide_how_letters_speak(address_form, expected):
    entry = HandoutEntryFactory(handout__address_form=address_form)

    [addressee] = addressees_of(entry.handout)

    assert addressee.recipient.is_informal is expected


@pytest.mark.parametrize("number", [1, 3])
def test_the_people_of_a_handout_are_read_in_four_queries(
    number, django_assert_num_queries
):
    handout = HandoutFactory(total=number)
    for _ in range(number):
        HandoutEntryFactory(handout=handout)

    with django_assert_num_queries(4):
        addressees_of(handout)


@pytest.mark.slow
@pytest.mark.parametrize("form", HandoutForm.values)
@pytest.mark.parametrize("kind", SecretKind.values)
def test_every_form_can_be_made_and_fetched(actor, form, kind):
    AccountFactory()
    order = HandoutOrder(SecretKind(kind), HandoutForm(form))
    handout = ask(actor, order)

    produce_handout(handout.pk, clock=clock)
    fetched = fetch(handout, actor)

    signs = {"pdf": b"%PDF", "xlsx": b"\xd0\xcf\x11\xe0", "zip": b"PK"}
    ending = fetched.name.split(".")[-1]
    assert fetched.content.startswith(signs[ending])


def test_a_handout_that_is_deleted_takes_its_file_along():
    handout = HandoutFileFactory().handout

    handout.delete()

    assert HandoutFile.objects.count() == 0
