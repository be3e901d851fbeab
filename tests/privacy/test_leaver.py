"""A leaver erased: nothing in the whole database speaks of them any more."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from wagtail.admin.models import EditingSession

from eduport.accounts.models import Account, AccountKind, Terms
from eduport.accounts.services.terms import accept_terms
from eduport.audit.services import record
from eduport.core.actor import Actor
from eduport.news.models import (
    CalendarToken,
    Confirmation,
    DigestChoice,
    DigestReader,
    DigestRun,
)
from eduport.news.queries.readers import reader_hash
from eduport.pages.models import InfoPage
from eduport.people.models import (
    AdminRole,
    Person,
    ProposalKind,
)
from eduport.privacy.queries.erasure import Cutoffs
from eduport.privacy.services.erasure import erase_due
from eduport.sso.models import AccessToken, Grant, RefreshToken
from eduport.support.models import AffectedPerson, IncidentFollower, ReportDraft
from eduport.sync.models import SyncRun
from eduport.training.models import FeedbackGiven
from tests.factories.accounts import AccountFactory, ActivationCodeFactory
from tests.factories.administration import HandoutEntryFactory
from tests.factories.news import ItemFactory
from tests.factories.pages import PageFactory, PictureFactory
from tests.factories.people import (
    NOON,
    AppointmentFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolChangeFactory,
    SecondmentFactory,
    SourceFactory,
)
from tests.factories.portal import TileFactory, TilePreferenceFactory
from tests.factories.sso import AppFactory
from tests.factories.status import IncidentFactory
from tests.factories.support import (
    AttachmentFactory,
    FaultFactory,
    IncomingMailFactory,
    MessageFactory,
    QuestionFactory,
)
from tests.factories.training import (
    BookingFactory,
    CertificateFactory,
    DateTrainerFactory,
    RequestEventFactory,
    RequestTrainerFactory,
)
from tests.privacy.searching import traces
from tests.sync.rosters import City, Feed, settle

pytestmark = pytest.mark.django_db
NIGHT = Actor.system("erasure")
DAYS = dt.timedelta(days=1)
WORDS = ["Quendolin", "Zwirbelbach", "Ypsilander", "quendolin.zwirbelbach", "key-4711"]


@pytest.fixture
def city():
    """Schools so large that one leaver is nothing unusual."""
    city = City()
    city.school("A", name="Ada School")
    city.school("B", name="Boole School")
    city.pupils("A", 20)
    city.pupils("B", 20)
    city.person("key-4711", "Quendolin Ypsilander", "A:teacher", "B:teacher")
    city.group("7a", "A", members=["A1"], leaders=["key-4711"])
    return city


@pytest.fixture
def feed(tmp_path, db):
    return Feed(tmp_path)


def person():
    return Person.objects.get(source_key="key-4711")


def erase(at, limit=25_000):
    runs = erase_due(
        Cutoffs.of(at, days=60, unused_days=60), limit=limit, by=NIGHT, at=at
    )
    settle()
    return runs


def live(feed):
    """Leave traces in every corner."""
    somebody = person()
    own = Account.objects.get(person=somebody)
    own.activated_at = feed.at
    own.save()
    admin = AccountFactory(
        person=somebody, kind=AccountKind.ADMIN, username=f"admin.{own.username}"
    )
    for account in (own, admin):
        accept_terms(account, Terms.objects.get(version="2026-1"), at=feed.at)
        Authenticator.objects.create(
            user=account,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Quendolins Passkey"},
        )
        UserSession.objects.create(
            user=account, ip="127.0.0.1", session_key=f"{account.kind} Quendolin"
        )
        ActivationCodeFactory(account=account)
    move_about(somebody, admin, feed.at)
    AppointmentFactory(person=somebody, school=None, role=AdminRole.CENTRAL_TEAM)
    MembershipFactory(person=somebody, group=GroupFactory(), source=SourceFactory())
    TilePreferenceFactory(account=own, tile=TileFactory(), is_hidden=True)
    HandoutEntryFactory(account=own, handout__asked_by=admin)
    train(somebody)
    use_services(own, feed.at)
    ask_and_answer(somebody)
    be_proposed(somebody, feed)
    write_a_page(admin)
    by = Actor(admin.username, admin.pk, somebody.pk)
    record("sync.run.approved", somebody, by=by, at=feed.at)
    run = SyncRun.objects.latest("pk")
    run.started_by = admin.username
    run.save()
    run.schoolplan_set.update(decided_by=own.username)
    run.rowissue_set.create(
        severity="note",
        code="adoption_proposed",
        file="users.csv",
        row=3,
        params={"name": "Quendolin Zwirbelbach"},
    )
    run.rowissue_set.create(
        severity="refused",
        code="unknown_person",
        file="users.csv",
        row=4,
        params={"key": "key-4711"},
    )
    return somebody


def use_services(account, at):
    give_tokens(account, at)
    read_news(account, at)


def read_news(account, at):
    """Confirm something important, and subscribe to the rest."""
    Confirmation.objects.create(
        item=ItemFactory(), reader=reader_hash(account.pk), cell="teacher"
    )
    CalendarToken.objects.create(account=account, token_hash="0" * 64, created_at=at)
    DigestChoice.objects.create(account=account, rhythm="daily")
    run = DigestRun.objects.create(
        rhythm="daily", day=at.date(), since=at - DAYS, until=at
    )
    DigestReader.objects.create(run=run, account=account, item_ids=[1])


def train(somebody):
    """Be at a training, give one, and ask for one."""
    booking = BookingFactory(person=somebody, state="attended")
    CertificateFactory(booking=booking)
    FeedbackGiven.objects.create(booking=booking)
    DateTrainerFactory(person=somebody)
    RequestTrainerFactory(person=somebody)
    RequestEventFactory(person=somebody, request__asked_by=somebody)


def move_about(somebody, admin, at):
    SecondmentFactory(person=somebody, home_school=somebody.home_school)
    SchoolChangeFactory(asked_by=admin.username, asked_at=at)
    SchoolChangeFactory(person=somebody, asked_at=at)


def write_a_page(account):
    """In the editor: a page that one is responsible for, a picture, an open page."""
    page = PageFactory(slug="wlan")
    page.owner = page.locked_by = account
    page.responsible = account.username
    page.save_revision(user=account, log_action=True).publish()
    PictureFactory(uploaded_by_user=account)
    EditingSession.objects.create(user=account, last_seen_at=NOON, content_object=page)


def give_tokens(account, at):
    common = {"user": account, "application": AppFactory(), "scope": "openid"}
    common |= {"sid": "s", "methods": ["pwd"], "authenticated_at": at, "expires": at}
    Grant.objects.create(**common, code="c")
    token = AccessToken.objects.create(**common, code="c", token_checksum="a")
    RefreshToken.objects.create(
        **common, code="c", token_checksum="r", access_token=token
    )


def ask_and_answer(somebody):
    """Ask the school, and answer somebody else."""
    words = "Quendolin Zwirbelbach fragt"
    question = QuestionFactory(reporter=somebody, subject=words, message__text=words)
    AttachmentFactory(message=question.message_set.get(), name="Zwirbelbach.png")
    fault = FaultFactory(reporter=somebody, subject=words, phone="Zwirbelbach 1")
    QuestionFactory(assignee=somebody, question=fault, duplicate_of=fault)
    AffectedPerson.objects.create(ticket=FaultFactory(), person=somebody)
    ReportDraft.objects.create(person=somebody, values={"text": words}, saved_at=NOON)
    IncidentFollower.objects.create(incident=IncidentFactory(), person=somebody)
    MessageFactory(author=somebody, side="contact", text="Bitte neu starten.")
    mail = {"subject": words, "text": words, "sender": "zwirbel@example.org"}
    IncomingMailFactory(person=somebody, **mail)
    IncomingMailFactory(ticket=fault, content=words.encode())


def be_proposed(somebody, feed):
    """Be taken for somebody else, and somebody else for oneself."""
    names = {"given_name": "Quendolin", "family_name": "Zwirbelbach"}
    common = {"kind": ProposalKind.DUPLICATE, "school": somebody.home_school}
    common |= {"source": feed.source, "proposed_at": feed.at} | names
    somebody.proposal_set.create(**common, source_key="other")
    PersonFactory().proposal_set.create(**common, source_key=somebody.source_key)


def test_a_leaver_is_erased_without_a_trace(feed, city):
    feed.sync(city)
    city.rename("key-4711", "Zwirbelbach")
    feed.sync(city)
    somebody = live(feed)
    words = [*WORDS, str(somebody.uid)]
    city.drop("key-4711")
    feed.sync(city)
    assert person().deletion_released_at == feed.at
    seen = traces(*words)
    assert {"people_person", "people_address", "accounts_account"} <= seen.keys()
    assert {"sync_change", "sync_rowissue", "people_proposal"} <= seen.keys()
    assert {"mfa_authenticator", "sync_syncrun", "sync_schoolplan"} <= seen.keys()
    assert "people_schoolchange" in seen
    assert {"pages_infopage", "wagtailcore_revision"} <= seen.keys()
    page = InfoPage.objects.get(slug="wlan")
    assert page.owner

    assert erase(feed.at + 59 * DAYS) == []
    [run] = erase(feed.at + 60 * DAYS)

    assert traces(*words) == {}
    assert (run.people, run.counts["people.Person"]) == (1, 1)
    assert run.counts["people.Address"] == 4
    assert run.counts["accounts.Account"] == 2
    assert run.counts["news.Confirmation"] == 1
    page.refresh_from_db()
    assert (page.owner, page.latest_revision.user) == (None, None)
    assert not EditingSession.objects.exists()
