"""Who and what is counted of a request, and that whoever declines is not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from eduport.people.models import Role
from eduport.stats.receivers import count_one_sign_in
from eduport.stats.types import CountedRole, VisitKind
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory

pytestmark = pytest.mark.django_db
HELP = "/help/?q=mein+name"


def counted(counter):
    return [
        (visit.kind, visit.item, visit.role, count)
        for visit, count in counter.counts.items()
    ]


def test_a_page_is_counted_by_its_name(client, counter):
    client.get(HELP)
    client.get("/help/")

    found = (VisitKind.PAGE, "portal:help", CountedRole.VISITOR, 2)
    assert counted(counter) == [found]
    # Nothing of the address, the browser or the time of day is kept.
    assert set(vars(type(next(iter(counter.counts))))["__slots__"]) == {
        "day",
        "kind",
        "item",
        "school_ids",
        "role",
    }


def test_somebody_signed_in_is_counted_in_role_and_school(client, counter):
    account = AccountFactory()
    AffiliationFactory(person=account.person, role=Role.STUDENT)
    client.force_login(account)
    counter.counts.clear()

    client.get("/portal/")

    visit = next(iter(counter.counts))
    assert (visit.item, visit.role) == ("portal:dashboard", CountedRole.STUDENT)
    assert visit.school_ids == {account.person.home_school_id}


def test_a_sign_in_is_counted(client, counter):
    account = AccountFactory()

    client.force_login(account)

    assert counter.sign_ins == {(account.pk, timezone.localdate()): 1}


NO = [
    {"HTTP_SEC_GPC": "1"},
    {"HTTP_DNT": "1"},
    {"HTTP_COOKIE": "statistics=off"},
]


@pytest.mark.parametrize("says_no", NO)
def test_whoever_declines_is_not_counted(counter, says_no):
    Client().get(HELP, **says_no)
    Client().get(HELP)

    assert [count for *_, count in counted(counter)] == [1]


@pytest.mark.parametrize("says_no", NO)
def test_the_sign_in_of_whoever_declines_is_not_counted(counter, rf, says_no):
    account = AccountFactory()

    for headers in ({}, says_no):
        request = rf.post("/login/", **headers)
        count_one_sign_in(request=request, user=account)

    assert list(counter.sign_ins.values()) == [1]


@pytest.mark.parametrize("header", ["HTTP_SEC_GPC", "HTTP_DNT"])
def test_a_browser_that_does_not_mind_is_counted(counter, header):
    Client(**{header: "0"}).get(HELP)

    assert len(counted(counter)) == 1


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        ("head", "/help/", {}),
        ("get", "/absent/", {}),
        ("get", "/robots.txt", {}),
        ("get", "/portal/", {}),
        ("post", "/statistics/settings/choose/", {}),
        ("get", "/help/", {"HTTP_HX_REQUEST": "true"}),
        ("get", "/help/", {"HTTP_SEC_PURPOSE": "prefetch;prerender"}),
    ],
)
def test_what_is_no_page_that_somebody_opened_is_not_counted(
    client, counter, method, url, headers
):
    getattr(client, method)(url, **headers)

    assert counted(counter) == []


def test_a_portal_that_does_not_count_does_not(client, counter, monkeypatch):
    monkeypatch.setattr(counter, "is_on", False)

    client.get(HELP)

    assert counted(counter) == []


def test_counting_costs_no_query(client, counter, django_assert_num_queries):
    account = AccountFactory()
    AffiliationFactory(person=account.person)
    client.force_login(account)
    counter.counts.clear()
    client.get("/portal/")

    with CaptureQueriesContext(connection) as counting:
        client.get("/portal/")
    counter.is_on = False
    try:
        with django_assert_num_queries(len(counting)):
            client.get("/portal/")
    finally:
        counter.is_on = True

    assert len(counting) > 0
    assert [count for *_, count in counted(counter)] == [2]


def test_the_choice_is_remembered_by_words_that_are_the_same_for_all(client):
    answer = client.post(reverse("stats:choose"), {"statistics": "off"})

    cookie = answer.cookies["statistics"]
    assert cookie.value == "off"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    # No session begins, and no other cookie is set.
    assert [*answer.cookies] == ["statistics"]


def test_the_choice_can_be_taken_back(client, counter):
    client.post(reverse("stats:choose"), {"statistics": "off"})
    client.get("/help/")
    assert counted(counter) == []

    client.post(reverse("stats:choose"), {"statistics": "on"})
    client.get("/help/")

    assert len(counted(counter)) == 1


def test_the_portal_says_that_it_honours_the_signal(client):
    answer = client.get("/.well-known/gpc.json")

    assert answer.json()["gpc"] is True
    assert answer["Content-Type"] == "application/json"
