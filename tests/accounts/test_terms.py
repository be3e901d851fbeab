"""New terms of use: everybody is asked again, and nothing published changes."""

import datetime as dt

import pytest

from eduport.accounts.errors import (
    TermsIncompleteError,
    TermsTooEarlyError,
    TermsVersionTakenError,
)
from eduport.accounts.models import Terms, TermsAcceptance
from eduport.accounts.queries import first_duty
from eduport.accounts.queries.duties import ACCEPT_TERMS
from eduport.accounts.services.terms import TermsTexts, accept_terms, publish_terms
from eduport.audit.models import LogEntry
from tests.accounts.browsing import OFFICE
from tests.factories.accounts import AccountFactory

pytestmark = pytest.mark.django_db
# Later than the first terms, which a migration brings.
NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
START = NOW + dt.timedelta(days=30)
TEXTS = TermsTexts("Seid freundlich.", "Be kind.")


def publish(version="2027-1", texts=TEXTS, valid_from=START):
    return publish_terms(version, texts, valid_from=valid_from, by=OFFICE, at=NOW)


def duty(account, at):
    return first_duty(account, at, protected_roles=())


def test_everybody_is_asked_again_from_the_first_day_on(
    django_capture_on_commit_callbacks,
):
    people = [AccountFactory(), AccountFactory()]
    assert {duty(account, NOW) for account in people} == {None}

    with django_capture_on_commit_callbacks(execute=True):
        terms = publish()

    assert {duty(account, START - dt.timedelta(1)) for account in people} == {None}
    assert {duty(account, START) for account in people} == {ACCEPT_TERMS}
    accept_terms(people[0], terms, at=START)
    assert [duty(account, START) for account in people] == [None, ACCEPT_TERMS]
    assert TermsAcceptance.objects.get().account == people[0]
    assert LogEntry.objects.filter(action="accounts.terms.published").count() == 1


def test_a_version_is_published_once():
    publish()

    with pytest.raises(TermsVersionTakenError):
        publish(valid_from=START + dt.timedelta(1))


@pytest.mark.parametrize("texts", [TermsTexts(" \n", "x"), TermsTexts("x", "")])
def test_both_texts_are_needed(texts):
    with pytest.raises(TermsIncompleteError):
        publish(texts=texts)


def test_no_version_holds_from_the_past_or_before_another():
    with pytest.raises(TermsTooEarlyError):
        publish(valid_from=NOW - dt.timedelta(1))
    publish()

    with pytest.raises(TermsTooEarlyError):
        publish("2027-2", valid_from=START)

    assert not Terms.objects.filter(version="2027-2").exists()
