"""The list of people follows the school year that its administrator looks at."""

import csv
from io import StringIO

import pytest
from django.http import QueryDict
from django.urls import reverse

from eduport.administration.forms.persons import selection_from
from eduport.administration.models import Handout
from eduport.administration.queries.handouts import addressees_of
from eduport.administration.queries.selection import selected_persons
from eduport.people.models import Group
from tests.administration.conftest import class_of, somebody
from tests.factories.people import NOON, MembershipFactory, year_session

pytestmark = pytest.mark.django_db
PAGE = "/manage/people/"


@pytest.fixture
def classes(school):
    """6b of last year, in which Ada and Ben were; Ada is in 7b now, Ben nowhere."""
    old, new = year_session(2025), year_session(2026, activated_at=NOON)
    before, now = class_of(school, "6b", old), class_of(school, "7b", new)
    ada = somebody(school, "Ada", group=before)
    somebody(school, "Ben", group=before)
    MembershipFactory(group=now, person=ada)
    return before, now


def view(client, year):
    client.post(reverse("people:view_year"), {"year": year})


def shown(client, query=""):
    rows = client.get(f"{PAGE}?{query}").context["rows"]
    return [(row.person.given_name, row.classes) for row in rows]


def test_the_classes_in_the_rows_are_those_of_the_viewed_year(school_admin, classes):
    before = shown(school_admin)

    view(school_admin, 2025)

    assert before == [("Ada", ["7b"]), ("Ben", [])]
    assert shown(school_admin) == [("Ada", ["6b"]), ("Ben", ["6b"])]


def test_the_filter_offers_and_finds_the_classes_of_the_viewed_year(
    school_admin, classes
):
    old, _new = classes
    view(school_admin, 2025)

    form = school_admin.get(PAGE).context["filter_form"]

    assert list(form.fields["school_class"].queryset) == [old]
    assert shown(school_admin, f"school_class={old.pk}") == [
        ("Ada", ["6b"]),
        ("Ben", ["6b"]),
    ]
    assert shown(school_admin, "q=6b&sort=class") == [("Ada", ["6b"]), ("Ben", ["6b"])]
    assert shown(school_admin, "q=7b") == []


def test_who_is_in_no_group_depends_on_the_viewed_year(school_admin, classes):
    now = shown(school_admin, "state=no_group")

    view(school_admin, 2025)

    assert now == [("Ben", [])]
    assert shown(school_admin, "state=no_group") == []


def test_classes_that_ended_with_their_year_are_shown_in_it(school_admin, classes):
    Group.objects.filter(name="6b").update(ended_at=NOON)

    view(school_admin, 2025)

    assert shown(school_admin) == [("Ada", ["6b"]), ("Ben", ["6b"])]


def test_nobody_else_notices(school_admin, sign_in_as, school, classes):
    colleague = sign_in_as(school)

    view(school_admin, 2025)

    assert shown(colleague) == [("Ada", ["7b"]), ("Ben", [])]


def test_the_page_of_a_person_says_of_which_year_the_groups_are(school_admin, classes):
    uid = Group.objects.get(name="6b").membership_set.first().person.uid
    view(school_admin, 2025)

    page = school_admin.get(f"{PAGE}{uid}/")

    assert [one.group.name for one in page.context["record"].memberships] == ["6b"]
    assert "Klassen und Kurse von 2025/26" in page.content.decode()


def test_the_file_holds_the_classes_of_the_viewed_year(school_admin, classes):
    view(school_admin, 2025)
    query = school_admin.get(PAGE).context["filter_query"]

    response = school_admin.get(f"{PAGE}export.csv?{query}")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))[1:]
    assert [(row[1], row[6]) for row in rows] == [("Ada", "6b"), ("Ben", "6b")]


def test_a_selection_means_the_year_that_its_page_showed(school_admin, classes):
    old, _new = classes
    view(school_admin, 2025)
    page = school_admin.get(f"{PAGE}?school_class={old.pk}")
    view(school_admin, 2026)
    sent = QueryDict(mutable=True)
    sent.update({"all": "1", "filter": page.context["filter_query"]})

    selection = selection_from(sent, school_admin.account.actor)

    persons = selected_persons(school_admin.account.actor, selection)
    assert sorted(one.given_name for one in persons) == ["Ada", "Ben"]


def test_a_selection_whose_class_is_gone_is_of_nobody(school_admin, classes):
    old, _new = classes
    sent = QueryDict(mutable=True)
    # The class is not among those of the active year.
    sent.update({"all": "1", "filter": f"school_class={old.pk}"})

    selection = selection_from(sent, school_admin.account.actor)

    assert not selected_persons(school_admin.account.actor, selection).exists()


def test_letters_come_by_the_classes_of_the_viewed_year(school_admin, classes):
    old, _new = classes
    view(school_admin, 2025)
    query = school_admin.get(f"{PAGE}?school_class={old.pk}").context["filter_query"]

    school_admin.post(
        reverse("administration:ask_handout"),
        {
            "all": "1",
            "filter": query,
            "form": "letters",
            "secret_kind": "code",
            "address_form": "by_role",
        },
    )

    found = [one.recipient for one in addressees_of(Handout.objects.get())]
    assert [(one.call_name, one.group) for one in found] == [
        ("Ada", "Klasse 6b"),
        ("Ben", "Klasse 6b"),
    ]
