"""From what a page sent to the people whom a bulk action may change."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from eduport.administration.forms.persons import selection_fields, selection_from
from eduport.administration.queries.selection import (
    count_of_guests,
    selected_accounts,
    selected_persons,
)
from eduport.people.models import AdminRole
from tests.administration.conftest import admin_account, somebody
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(school):
    return admin_account(school).actor


def sent(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def given_names(rows):
    return sorted(row.given_name for row in rows)


def test_those_with_a_tick_are_selected(actor, school):
    ada = somebody(school, "Ada")
    somebody(school, "Ben")

    selection = selection_from(sent(ids=[str(ada.uid), "nonsense"]), actor)

    assert given_names(selected_persons(actor, selection)) == ["Ada"]


def test_all_that_match_are_selected_by_the_filter(actor, school):
    somebody(school, "Ada")
    somebody(school, "Ben", activated_at=None)

    selection = selection_from(sent(all="1", filter="state=new", ids=[]), actor)

    assert given_names(selected_persons(actor, selection)) == ["Ben"]


def test_nobody_is_selected_without_a_tick(actor, school):
    somebody(school, "Ada")

    assert not selected_persons(actor, selection_from(sent(), actor)).exists()


def test_people_of_other_schools_do_not_come_out(actor):
    stranger = somebody(SchoolFactory(), "Cem")
    ids = [str(stranger.uid), str(uuid4())]

    assert not selected_persons(actor, selection_from(sent(ids=ids), actor)).exists()


def test_guests_are_counted_and_left_alone(actor, school):
    guest = somebody(SchoolFactory(), "Gül")
    AffiliationFactory(person=guest, school=school)
    somebody(school, "Ada")

    selection = selection_from(sent(all="1"), actor)

    assert given_names(selected_persons(actor, selection)) == ["Ada"]
    assert count_of_guests(actor, selection) == 1


def test_the_central_team_has_no_guests(school):
    actor = admin_account(school, AdminRole.CENTRAL_TEAM).actor
    person = somebody(SchoolFactory(), "Cem")

    selection = selection_from(sent(ids=[str(person.uid)]), actor)

    assert given_names(selected_persons(actor, selection)) == ["Cem"]
    assert count_of_guests(actor, selection) == 0


def test_admin_and_function_accounts_are_left_out(actor, school):
    person = somebody(school, "Ada")
    for kind in ("admin", "function"):
        AccountFactory(person=person, kind=kind, username=f"{kind}@hafen.de")

    accounts = selected_accounts(actor, selection_from(sent(all="1"), actor))

    assert [account.kind for account in accounts] == ["person"]


@pytest.mark.parametrize("is_everything", [True, False])
def test_the_next_page_finds_the_same_people(actor, school, is_everything):
    uid = str(somebody(school, "Ada").uid)
    data = sent(all="1", filter="q=ada") if is_everything else sent(ids=[uid])
    selection = selection_from(data, actor)

    fields = QueryDict(mutable=True)
    for name, value in selection_fields(selection):
        fields.appendlist(name, value)

    assert selection_from(fields, actor) == selection
