"""Nobody but the central team sees the sync, and lists ask the database evenly."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from eduport.accounts.models import AccountKind
from eduport.people.models import AdminRole, Role
from eduport.sync.panels import feed_panel, sync_menu
from tests.factories.accounts import AccountFactory
from tests.factories.people import AffiliationFactory, AppointmentFactory
from tests.sync.cities import city

PAGES = [
    ("runs", []),
    ("upload", []),
    ("proposals", []),
    ("run", [1]),
    ("progress", [1]),
    ("school", [1, 1]),
    ("report", [1]),
    ("rows", [1, "created"]),
    ("plan_csv", [1]),
    ("report_csv", [1]),
    ("approve", [1]),
    ("reject_school", [1, 1]),
    ("apply", [1]),
    ("undo", [1]),
]


def pupil():
    return AccountFactory(person=AffiliationFactory(role=Role.STUDENT).person)


def teacher():
    return AccountFactory(person=AffiliationFactory(role=Role.TEACHER).person)


def school_admin():
    person = AppointmentFactory(role=AdminRole.SCHOOL_ADMIN).person
    return AccountFactory(person=person, kind=AccountKind.ADMIN)


def everyday_account_of_the_central_team():
    person = AppointmentFactory(role=AdminRole.CENTRAL_TEAM, school=None).person
    return AccountFactory(person=person)


STRANGERS = [pupil, teacher, school_admin, everyday_account_of_the_central_team]


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize(("name", "args"), PAGES)
def test_others_are_refused(client, stranger, name, args):
    backend = django_settings.AUTHENTICATION_BACKENDS[0]
    client.force_login(stranger(), backend=backend)

    response = client.get(reverse(f"sync:{name}", args=args))

    assert response.status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize(
    ("name", "args"),
    [("upload", []), ("approve", [1]), ("reject", [1]), ("apply", [1]), ("undo", [1])],
)
def test_others_cannot_press_the_buttons(client, stranger, name, args):
    backend = django_settings.AUTHENTICATION_BACKENDS[0]
    client.force_login(stranger(), backend=backend)

    response = client.post(reverse(f"sync:{name}", args=args))

    assert response.status_code in {403, 404}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "args"), PAGES)
def test_visitors_are_sent_to_the_login(client, settings, name, args):
    settings.LOGIN_URL = "/login/"
    settings.LOGIN_REDIRECT_URL = "/home/"

    response = client.get(reverse(f"sync:{name}", args=args))

    assert response.status_code == 302
    assert response.url.startswith("/login/?next=/sync/")


@pytest.mark.django_db
def test_only_the_central_team_has_the_menu(rf, central_team):
    request = rf.get("/")
    request.user = central_team
    [section] = sync_menu(request)
    request.user = school_admin()

    assert [item.url for item in section.items] == ["/sync/"]
    assert list(sync_menu(request)) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("account", "sees_it"), [(school_admin, True), (teacher, False), (pupil, False)]
)
def test_school_admins_see_the_state_of_the_feed(feed, account, sees_it):
    feed(city(people=1))

    assert bool(feed_panel(account().actor)) is sees_it


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("runs", {}),
        ("run", {}),
        ("report", {}),
        ("rows", {}),
        ("school", {"kind": "joins"}),
        ("school", {"kind": "memberships"}),
        ("proposals", {}),
    ],
)
def test_the_number_of_queries_does_not_grow(
    client, central_team, feed, django_assert_max_num_queries, name, query
):
    def ask(run):
        unit = run.schoolplan_set.exclude(unit=0).latest("pk").unit
        args = {
            "runs": [],
            "proposals": [],
            "rows": [run.pk, "created"],
            "school": [run.pk, unit],
        }.get(name, [run.pk])
        # What is asked once in a while, such as the terms, is asked now.
        client.get(reverse("sync:upload"))
        with django_assert_max_num_queries(100) as asked:
            response = client.get(reverse(f"sync:{name}", args=args), query)
        assert response.status_code == 200
        return len(asked)

    small = ask(feed(city(schools=1, people=2)))
    large = ask(feed(city(schools=3, people=40)))

    assert large <= small
    assert large <= 25
