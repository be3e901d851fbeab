"""The start page."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_start_page_asks_for_login_and_password(client):
    response = client.get("/")

    assert response.status_code == 200
    assert 'name="login"' in response.text
    assert 'name="password"' in response.text
    assert "Donnerstag, 22 bis 24 Uhr" in response.text


def test_the_start_page_costs_no_query(client, django_assert_num_queries):
    client.get("/")  # what is going on is remembered for some seconds

    with django_assert_num_queries(0):
        client.get("/")


def test_the_start_page_leads_to_the_information_site_and_the_legal_pages(client):
    text = client.get("/").text

    links = ["/info/", "/guides/", "/imprint/", "/data-protection/", "/accessibility/"]
    assert [link for link in links if f'href="{link}"' not in text] == []
