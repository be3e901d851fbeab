"""The view bases: buttons, forms and lists."""

import pytest
from django.contrib.messages import get_messages

from tests.factories.people import SchoolAuthorityFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.pages")]


def said(response):
    return [
        (message.level_tag, message.message)
        for message in get_messages(response.wsgi_request)
    ]


def test_a_button_says_how_it_went_and_goes_on(client, member):
    school = SchoolFactory(name="Own")

    response = client.post(f"/schools/{school.pk}/rename/")

    assert said(response) == [("success", "Renamed.")]
    assert response["Location"] == "/open/"


def test_a_refusal_is_shown_as_a_message(client, member):
    school = SchoolFactory(name="Own but stubborn")

    response = client.post(f"/schools/{school.pk}/rename/")

    assert said(response) == [("error", "Own but stubborn refuses.")]


def test_a_command_without_an_object_shows_its_refusal(client, member):
    assert said(client.post("/refuse/")) == [("error", "Nobody refuses.")]


@pytest.mark.parametrize(
    ("target", "location"),
    [("/schools/", "/schools/"), ("https://evil.example/", "/open/")],
)
def test_a_form_names_the_next_page_but_only_one_of_ours(
    client, member, target, location
):
    response = client.post("/refuse/", {"next": target})

    assert response["Location"] == location


def test_a_form_with_errors_comes_back_with_a_summary_that_links(client, member):
    response = client.post("/name/", {"name": ""})

    assert response.status_code == 422
    assert '<a href="#id_name">Enter a name.</a>' in response.text
    assert '<a href="#id_kind_0">Choose a kind.</a>' in response.text
    assert '<p class="kern-error" id="id_name_error">' in response.text
    assert 'aria-describedby="id_name_error"' in response.text


def test_a_refusal_of_a_form_stands_above_it(client, member):
    response = client.post("/name/", {"name": "taken", "kind": "a"})

    assert response.status_code == 422
    assert "<li>Somebody refuses.</li>" in response.text


def test_a_valid_form_is_done_and_goes_on(client, member):
    response = client.post("/name/", {"name": "free", "kind": "a"})

    assert said(response) == [("success", "Named.")]
    assert response["Location"] == "/open/"


@pytest.fixture
def schools():
    authority = SchoolAuthorityFactory()
    names = [f"Listed {n:03}" for n in range(60)]
    return [SchoolFactory(name=name, authority=authority) for name in names]


def names_on(response):
    return [school.name for school in response.context["page"]]


def test_a_list_shows_its_first_page_in_order(client, member, schools):
    response = client.get("/schools/")

    assert names_on(response) == [f"Listed {n:03}" for n in range(50)]
    assert response.context["page_numbers"] == [1, 2]


def test_a_list_is_sorted_paged_and_sized_by_its_url(client, member, schools):
    response = client.get("/schools/?sort=-name&size=25&page=2")

    assert names_on(response) == [f"Listed {n:03}" for n in range(34, 9, -1)]
    assert [head.direction for head in response.context["heads"]] == ["descending", ""]


@pytest.mark.parametrize("nonsense", ["sort=code", "size=1", "page=x", "sort=--"])
def test_a_list_ignores_nonsense_in_its_url(client, member, schools, nonsense):
    assert names_on(client.get(f"/schools/?{nonsense}")) == names_on(
        client.get("/schools/")
    )


def test_a_filter_stands_above_the_results(client, member, schools):
    response = client.get("/schools/?q=Listed 03")

    assert names_on(response) == [f"Listed {n:03}" for n in range(30, 40)]
    assert [(chip.label, chip.value) for chip in response.context["filter_chips"]] == [
        ("Name", "Listed 03")
    ]


def test_htmx_gets_only_the_results(client, member, schools):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "results"}

    assert "<html" not in client.get("/schools/", **headers).text
    again = client.get("/schools/", HTTP_HX_HISTORY_RESTORE_REQUEST="true", **headers)
    assert "<html" in again.text


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_the_same_for_one_and_three_rows(
    client, member, django_assert_num_queries, count
):
    SchoolFactory.create_batch(count, name="Listed")

    # Session, account, count, rows.
    with django_assert_num_queries(5):
        client.get("/schools/")
