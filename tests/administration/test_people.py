"""The list of people: who is found, in which order, page by page."""

import datetime as dt

import pytest

from eduport.administration.views.persons import PeopleView
from eduport.people.models import Person, Role
from eduport.web.keyset import Count
from tests.administration.conftest import class_of, client_of, somebody
from tests.factories.accounts import AccountFactory
from tests.factories.people import (
    NOON,
    AcademicSessionFactory,
    AddressFactory,
    AffiliationFactory,
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    SchoolFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/manage/people/"
PART = {"HX-Request": "true", "HX-Target": "results"}
QUERIES = 14


@pytest.fixture
def one_on_a_page(monkeypatch):
    monkeypatch.setattr(PeopleView, "default_page_size", 1)


def names(client, query="", **headers):
    response = client.get(f"{PAGE}?{query}", headers=headers)
    return [row.person.given_name for row in response.context["rows"]]


def test_school_admins_see_their_people_and_what_they_are(admin, school, year):
    somebody(school, "Zoe", group=class_of(school, "7b", year))
    somebody(school, "Ben", role=Role.TEACHER)
    somebody(SchoolFactory(), "Cem")

    rows = admin.get(PAGE).context["rows"]

    assert [(row.person.given_name, row.roles, row.classes) for row in rows] == [
        ("Ben", ["Lehrkraft"], []),
        ("Zoe", ["Schülerin oder Schüler"], ["7b"]),
    ]


def test_guests_are_listed_and_those_who_left_are_not(admin, school):
    guest = somebody(SchoolFactory(), "Gül")
    AffiliationFactory(person=guest, school=school)
    gone = somebody(SchoolFactory(), "Ole")
    AffiliationFactory(person=gone, school=school, ended_at=NOON)

    assert names(admin) == ["Gül"]


def test_the_central_team_sees_everybody_and_may_choose_a_school(central_team, school):
    somebody(school, "Ada")
    somebody(SchoolFactory(), "Ben")

    assert {"Ada", "Ben"} <= set(names(central_team, "size=250"))
    assert names(central_team, f"school={school.pk}") == ["Ada"]


def test_a_school_of_others_does_not_widen_the_list(admin):
    elsewhere = SchoolFactory()
    somebody(elsewhere, "Ben")

    assert names(admin, f"school={elsewhere.pk}") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    admin, school, year, number, django_assert_num_queries
):
    for n in range(number):
        group = class_of(school, f"{n}a", year)
        somebody(school, "Ben" + "abc"[n], group=group)

    admin.get(PAGE)  # The first request fills what a process keeps.

    with django_assert_num_queries(QUERIES):
        page = admin.get(PAGE)

    assert len(page.context["rows"]) == number


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("active", ["Aktiv"]),
        ("new", ["Neu"]),
        ("locked", ["Zu"]),
        ("released", ["Weg"]),
        ("provisional", ["Vorläufig"]),
        ("absent", ["Ohne"]),
        ("no_group", ["Neu", "Ohne", "Vorläufig", "Zu"]),
        ("nonsense", ["Aktiv", "Neu", "Ohne", "Vorläufig", "Weg", "Zu"]),
    ],
)
def test_states_are_filtered(admin, school, year, state, found):
    somebody(school, "Aktiv", group=class_of(school, "7b", year))
    somebody(school, "Neu", activated_at=None)
    somebody(school, "Zu", blocked_at=NOON, disabled_at=NOON)
    somebody(school, "Vorläufig", must_change_password=True)
    PersonFactory(home_school=school, given_name="Ohne", family_name="Adler")
    gone = somebody(school, "Weg", disabled_at=NOON)
    Person.objects.filter(pk=gone.pk).update(deletion_released_at=NOON)

    assert names(admin, f"state={state}") == found


def test_a_group_of_a_former_year_does_not_count(admin, school, year):
    former = AcademicSessionFactory(
        starts_on=dt.date(2025, 8, 1), ends_on=year.starts_on
    )
    somebody(school, "Ada", group=class_of(school, "6b", former))

    assert names(admin, "state=no_group") == ["Ada"]


def test_a_whole_city_is_not_asked_who_is_in_no_group(central_team, school):
    somebody(school, "Ada")

    page = central_team.get(f"{PAGE}?state=no_group")

    assert page.context["rows"] == []
    assert page.context["must_choose"]
    assert names(central_team, f"state=no_group&school={school.pk}") == ["Ada"]


def test_role_class_and_source_are_filtered(admin, school, year):
    group, feed = class_of(school, "7b", year), SourceFactory(slug="feed")
    somebody(school, "Ada", group=group)
    somebody(school, "Ben", role=Role.TEACHER)
    Person.objects.filter(given_name="Ben").update(source=feed)

    assert names(admin, "role=teacher") == ["Ben"]
    assert names(admin, f"school_class={group.pk}") == ["Ada"]
    assert names(admin, f"source={feed.pk}") == ["Ben"]
    assert names(admin, f"source={feed.pk}&role=student") == []


def test_the_role_counts_that_is_held_at_the_chosen_school(central_team, school):
    person = somebody(SchoolFactory(), "Ada", role=Role.TEACHER)
    AffiliationFactory(person=person, school=school, role=Role.EXTERNAL)

    assert names(central_team, f"school={school.pk}&role=teacher") == []
    assert names(central_team, f"school={school.pk}&role=external") == ["Ada"]


def test_the_search_goes_over_names_logins_and_classes(admin, school, year):
    somebody(school, "Ada", "Müller", group=class_of(school, "7b", year))
    somebody(school, "Ben", "Mulder")

    assert names(admin, "q=muell") == ["Ada"]
    assert names(admin, "q=mul") == ["Ada", "Ben"]
    assert names(admin, "q=7b") == ["Ada"]
    assert names(admin, "q=ben.mul") == ["Ben"]


@pytest.mark.parametrize("typed", ["Ben.Mulder@hafen.hamburg.de", " BEN.MULDER@Ha"])
def test_an_address_is_found_however_it_was_typed(admin, school, typed):
    ben = somebody(school, "Ben", "Mulder")
    AddressFactory(person=ben)
    somebody(school, "Ada", "Mulder")

    response = admin.get(PAGE, {"q": f" {typed} "})

    assert [row.person.given_name for row in response.context["rows"]] == ["Ben"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", "Cem Ada Ben"),
        ("-name", "Ben Ada Cem"),
        ("login", "Ada Ben Cem"),
        ("class", "Ben Ada Cem"),
        ("-class", "Cem Ada Ben"),
        ("state", "Cem Ben Ada"),
        ("created", "Ada Ben Cem"),
        ("nonsense", "Cem Ada Ben"),
    ],
)
@pytest.mark.usefixtures("one_on_a_page")
def test_every_order_is_kept_from_page_to_page(admin, school, year, sort, order):
    somebody(school, "Ada", "Bär", group=class_of(school, "5a", year))
    somebody(school, "Ben", "Czerny", activated_at=None)
    tenth = class_of(school, "10a", year)
    somebody(school, "Cem", "Abel", group=tenth, blocked_at=NOON, disabled_at=NOON)

    assert walk(admin, f"sort={sort}") == order.split()


def walk(client, query):
    """The names of all pages, there and back."""
    forward = list(pages(client, query, "after"))
    last = forward[-1]["page"].rows[-1].uid
    back = list(pages(client, f"{query}&before={last}", "before"))
    names_there = [row.person.given_name for page in forward for row in page["rows"]]
    names_back = [row.person.given_name for page in back[::-1] for row in page["rows"]]
    assert names_back == names_there[:-1]
    return names_there


def pages(client, query, direction):
    """What the templates of a page and all that follow were given."""
    cursor = ""
    while True:
        context = client.get(f"{PAGE}?{query}{cursor}").context
        yield context
        uid = getattr(context["page"], direction)
        if not uid:
            return
        cursor = f"&{direction}={uid}"


@pytest.mark.usefixtures("one_on_a_page")
def test_a_search_is_kept_from_page_to_page(admin, school):
    for given in ["Ada", "Ben", "Cem"]:
        somebody(school, given, "Müller")

    assert walk(admin, "q=mue") == ["Ada", "Ben", "Cem"]


@pytest.mark.usefixtures("one_on_a_page")
@pytest.mark.parametrize(
    ("query", "queries"),
    # A search is counted while the page is read, a longer list by itself.
    [("q=mue", QUERIES + 1), ("sort=name", QUERIES + 1), ("q=ad+mue", QUERIES + 1)],
)
def test_a_page_says_how_many_there_are_in_all(
    admin, school, query, queries, django_assert_num_queries
):
    for given in ["Ada", "Adam", "Adele"]:
        somebody(school, given, "Müller")
    admin.get(PAGE)

    with django_assert_num_queries(queries):
        first = admin.get(f"{PAGE}?{query}").context
    second = admin.get(f"{PAGE}?{query}&after={first['page'].after}").context

    assert [page["count"] for page in (first, second)] == [Count(3), Count(3)]


@pytest.mark.usefixtures("one_on_a_page")
@pytest.mark.parametrize(
    ("most", "count"), [(2, Count(2, is_more=True)), (3, Count(3))]
)
@pytest.mark.parametrize("query", ["q=mue", "sort=name"])
def test_more_than_people_want_to_count_are_not_counted(
    admin, school, monkeypatch, query, most, count
):
    monkeypatch.setattr("eduport.web.keyset.MOST_COUNTED", most)
    for given in ["Ada", "Ben", "Cem"]:
        somebody(school, given, "Müller")

    assert admin.get(f"{PAGE}?{query}").context["count"] == count


@pytest.mark.parametrize("uid", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_page_after_nobody_is_the_first(admin, school, uid):
    somebody(school, "Ada")

    assert names(admin, f"after={uid}") == ["Ada"]


def test_the_whole_city_is_not_sorted_by_class(central_team, school):
    heads = {
        head.column.key: head.column.order_by
        for head in central_team.get(PAGE).context["heads"]
    }
    narrow = central_team.get(f"{PAGE}?school={school.pk}").context["heads"]

    assert [key for key, fields in heads.items() if fields] == [
        "name",
        "login",
        "created",
    ]
    assert len([head for head in narrow if head.column.order_by]) == 5


def test_htmx_gets_the_results_only_and_the_classes_of_the_school(admin, school, year):
    class_of(school, "7b", year)

    part = admin.get(PAGE, headers=PART)

    assert "<html" not in part.text
    assert ">7b</option>" in part.text


def test_the_filter_goes_along_with_the_selection(admin, school):
    somebody(school, "Ada")

    page = admin.get(f"{PAGE}?q=ada&state=active&sort=login&after=x")

    assert page.context["filter_query"] == "q=ada&state=active"


def test_everybody_else_is_refused(school):
    account = AccountFactory(person=somebody(school, "Ada"), kind="function")

    assert client_of(account).get(PAGE).status_code == 403


def test_groups_and_memberships_of_others_do_not_multiply_rows(admin, school):
    person = somebody(school, "Ada", group=GroupFactory(school=school))
    MembershipFactory(group=GroupFactory(school=school), person=person)
    AffiliationFactory(person=person, role=Role.TEACHER)

    assert names(admin) == ["Ada"]
