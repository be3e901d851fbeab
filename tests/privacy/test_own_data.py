"""Everybody sees and takes away the own data, and nobody else's."""

import io
import json
import time
import zipfile

import pytest

from eduport.accounts.models import AccountKind, Terms
from eduport.accounts.services.terms import accept_terms
from eduport.audit.models import LogEntry
from eduport.privacy.queries.own_data import stored_about
from eduport.sync.models import RunState, SyncRun
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AddressFactory,
    AffiliationFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.sso import ReleaseFactory

pytestmark = pytest.mark.django_db
URL = "/account/data/"
ARCHIVE = "/account/data/archive/"


@pytest.fixture
def owner():
    person = PersonFactory(given_name="Quendolin", family_name="Zwirbelbach")
    AffiliationFactory(person=person)
    AddressFactory(person=person, base="quendolin.zwirbelbach")
    return AccountFactory(person=person, username="quendolin@s.hamburg.de")


@pytest.fixture
def colleague(owner):
    """Somebody at the same school, with a name that stands nowhere else."""
    person = PersonFactory(
        family_name="Fremdling", home_school=owner.person.home_school
    )
    AffiliationFactory(person=person)
    return AccountFactory(person=person)


def confirm(client):
    """Say that whoever is signed in has just typed the password."""
    session = client.session
    proof = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def archive_of(response):
    return zipfile.ZipFile(io.BytesIO(response.content))


def parts_of(account):
    chapters = stored_about(account.person_id)
    return {part.key: part.rows for chapter in chapters for part in chapter.parts}


def test_the_page_shows_the_own_data_only(client, owner, colleague):
    client.force_login(owner)

    page = client.get(URL).content.decode()

    assert "Zwirbelbach" in page
    assert "Fremdling" not in page


def test_the_archive_asks_who_it_is_first(client, owner):
    client.force_login(owner)

    response = client.get(ARCHIVE)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not LogEntry.objects.filter(action="privacy.data.handed_out").exists()


def test_the_archive_holds_a_page_and_the_same_for_machines(client, owner, colleague):
    client.force_login(owner)
    confirm(client)

    archive = archive_of(client.get(ARCHIVE))

    names = ["meine-daten.html", "meine-daten.json", "meine-daten.css"]
    assert archive.namelist() == names
    found = json.loads(archive.read("meine-daten.json"))["data"]
    [person] = found["people.Person"]
    assert (person["given_name"], person["family_name"]) == ("Quendolin", "Zwirbelbach")
    assert "Zwirbelbach" in archive.read("meine-daten.html").decode()
    assert "Fremdling" not in archive.read("meine-daten.json").decode()
    assert LogEntry.objects.get(action="privacy.data.handed_out").actor_id == owner.pk


def test_both_accounts_of_a_person_stand_there_and_the_person_once(owner):
    AccountFactory(person=owner.person, kind=AccountKind.ADMIN, username="admin.q@s.de")

    parts = parts_of(owner)

    assert len(parts["people.Person"]) == 1
    assert [row[0] for row in parts["accounts.Account"]] == [
        "quendolin@s.hamburg.de",
        "admin.q@s.de",
    ]


def test_accepted_terms_stay_with_their_date(owner):
    terms = Terms.objects.get(version="2026-1")
    accept_terms(owner, terms, at=NOON)
    accept_terms(owner, terms, at=NOON.replace(hour=13))

    assert parts_of(owner)["accounts.TermsAcceptance"] == [
        [owner.username, "2026-1", NOON]
    ]


def test_services_stand_there_with_what_they_learn(owner):
    ReleaseFactory(app__claims=["given_name"])

    [[_name, address, pseudonym, _words, values]] = parts_of(owner)["sso.App"]

    assert address == "https://moodle.example/"
    assert values == {"given_name": "Quendolin"}
    assert len(pseudonym) == 43


def test_what_a_run_changed_stands_on_the_page(client, owner):
    run = SyncRun.objects.create(
        source=owner.person.source, state=RunState.APPLIED, started_at=NOON
    )
    change = {"unit": 1, "entity": "person", "op": "update", "file": "", "row": 1}
    run.change_set.create(
        **change,
        subject_id=owner.person_id,
        before={"family_name": "Ypsilander"},
        after={"family_name": "Zwirbelbach"},
    )
    client.force_login(owner)

    assert "family_name: Ypsilander" in client.get(URL).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_needs_as_many_queries_for_many_rows(
    client, owner, number, django_assert_num_queries
):
    MembershipFactory.create_batch(number, person=owner.person)
    client.force_login(owner)
    client.get(URL)

    with django_assert_num_queries(60):
        client.get(URL)


def test_an_account_without_a_person_is_told_so(client):
    client.force_login(AccountFactory(person=None, kind=AccountKind.FUNCTION))

    page = client.get(URL, headers={"accept-language": "en"}).content.decode()

    assert "belongs to no person" in page
