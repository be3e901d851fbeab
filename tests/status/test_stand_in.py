"""The portal's own status page while its database is gone."""

import pytest
from django.urls import reverse

from eduport.status.services.exporting import Exporter, memory_of
from eduport.status.services.publishing import publish_board
from tests.factories.people import NOON
from tests.status.test_exporting import Memory

PAGE = reverse("status:page")


@pytest.fixture
def data_dir(settings, tmp_path):
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"data_dir": tmp_path})
    return tmp_path


@pytest.fixture
def ask(client, django_db_blocker):
    """Ask for a page while no statement reaches the database."""
    client.raise_request_exception = False

    def ask(path, **headers):
        with django_db_blocker.block():
            return client.get(path, headers=headers)

    return ask


@pytest.fixture
def known(db, data_dir):
    """What an exporter read before the database went."""
    publish_board(at=NOON)
    Exporter(Memory(), "https://status.example/", memory_of(data_dir)).tick(at=NOON)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Das Portal ist seit 23.11.2026 13:00 nicht erreichbar."),
        ("en", "Since 11/23/2026 1 p.m. the portal cannot be reached."),
    ],
)
def test_the_page_shows_what_was_known_last(known, ask, language, words):
    response = ask(PAGE, accept_language=language)

    page = response.content.decode()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "style-src 'self'" in response.headers["Content-Security-Policy"]
    assert words in page
    assert 'href="/static/web/eduport' in page
    # All else would ask the portal, which cannot answer.
    assert "feed.atom" not in page


def test_other_pages_fail_as_they_do(known, ask):
    response = ask(reverse("status:json"))

    assert response.status_code == 500


def test_nothing_is_invented_where_nothing_is_known(db, data_dir, ask):
    assert ask(PAGE).status_code == 500


def test_as_long_as_the_database_answers_the_page_is_the_usual_one(known, client):
    assert client.get(PAGE).status_code == 200
