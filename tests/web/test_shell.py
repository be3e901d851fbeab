"""The shell: menu, identity, banners, theme and language."""

import re

import pytest

from eduport.web import navigation
from eduport.web.navigation import Banner, Identity
from tests.web.pages import menu

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.pages")]

ADA = Identity("Ada Berg", "AB", role="Lehrkraft", school="Stadtteilschule Am Hafen")


@pytest.fixture(autouse=True)
def _registry(monkeypatch):
    """No provider but those that a test registers."""
    for name in ("_navigation", "_identities", "_banners"):
        monkeypatch.setattr(navigation, name, [])


def test_sections_of_one_title_become_one_in_the_order_given(rf):
    navigation.register_navigation(menu)
    navigation.register_navigation(menu)

    sections = navigation.navigation_of(rf.get("/sync/"))

    assert [
        (section.title, [(item.label, item.is_current) for item in section.items])
        for section in sections
    ] == [("Portal", [("Home", False)]), ("Admin", [("People", False), ("Sync", True)])]


def test_a_page_stands_once_in_a_section(rf):
    sync = navigation.NavItem("Sync", "/sync/", "sync")
    section = navigation.NavSection("Admin", [sync])
    navigation.register_navigation(lambda _request: [section])
    navigation.register_navigation(lambda _request: [section])

    [shown] = navigation.navigation_of(rf.get("/"))
    assert [item.label for item in shown.items] == ["Sync"]


def test_the_first_identity_counts(rf):
    navigation.register_identity(lambda _request: None)
    navigation.register_identity(lambda _request: ADA)

    assert navigation.identity_of(rf.get("/")) == ADA


def test_the_header_shows_menu_identity_and_banners(client, member):
    navigation.register_navigation(menu)
    navigation.register_identity(lambda _request: ADA)
    navigation.register_banner(
        lambda _request: [Banner("Wartung heute.", "Dateien ruhen.", kind="info")]
    )

    page = client.get("/home/").text

    assert '<a href="/home/" aria-current="page">' in page
    assert page.count("Stadtteilschule Am Hafen") == 2
    assert "Mein Konto: Ada Berg" in page
    assert "<strong>Wartung heute.</strong> Dateien ruhen." in page


def test_a_page_without_providers_still_has_a_menu(client, member):
    assert "Startseite</a>" in client.get("/home/").text


@pytest.mark.parametrize(("path", "status"), [("/nowhere/", 404), ("/undecided/", 403)])
def test_whoever_is_signed_in_keeps_the_menu_on_error_pages(
    client, member, path, status
):
    navigation.register_navigation(menu)

    response = client.get(path)

    assert response.status_code == status
    assert '<a href="/people/">' in response.text


def test_the_chosen_theme_is_on_the_next_page(client):
    response = client.post("/ui/theme/", {"theme": "dark", "next": "/open/"})

    assert response["Location"] == "/open/"
    assert '<html lang="de" data-kern-theme="dark">' in client.get("/open/").text


def test_the_theme_of_the_device_needs_no_cookie(client):
    client.cookies["ep_theme"] = "dark"

    client.post("/ui/theme/", {"theme": ""})

    assert '<html lang="de">' in client.get("/open/").text


def test_a_theme_that_we_do_not_have_is_ignored(client):
    client.cookies["ep_theme"] = '"><script>'

    assert '<html lang="de">' in client.get("/open/").text


def test_the_theme_switch_sends_nobody_to_another_site(client):
    response = client.post("/ui/theme/", {"next": "//evil.example"})

    assert response["Location"] == "/"


def test_the_page_speaks_english_when_asked(client):
    client.post("/language/", {"language": "en"})

    page = client.get("/open/").text

    assert '<html lang="en">' in page
    assert "Skip to content" in page
    assert 'data-selected-many="{n} selected"' in page


def test_pages_have_no_style_or_script_inside(client, member):
    page = client.get("/home/").text

    assert re.findall(r"<style|style=|<script(?! src=)|\son[a-z]+=", page) == []
