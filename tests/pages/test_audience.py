"""Who may read a page: on all its surfaces."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from eduport.core.actor import VISITOR
from eduport.core.audience import Audience
from eduport.pages.models import InfoPage
from eduport.pages.queries.pages import tree_visible_to
from eduport.people.models import AdminRole, Role
from eduport.search.models import SearchDocument
from tests.factories.pages import (
    DocumentFactory,
    PageFactory,
    PictureFactory,
    body_of,
)

pytestmark = pytest.mark.django_db
FAQ = {
    "type": "faq",
    "value": {"entries": [{"question": "Wie geht das?", "answer": "So."}]},
}


def with_files(**values):
    """A page with a picture and a file."""
    picture, document = PictureFactory(), DocumentFactory()
    page = PageFactory(
        body=[
            {"type": "picture", "value": {"picture": picture.pk, "description": "K"}},
            {
                "type": "links",
                "value": {
                    "style": "list",
                    "links": [
                        {"label": "Plan", "document": document.pk, "page": None,
                         "address": ""}
                    ],
                },
            },
        ],
        **values,
    )  # fmt: skip
    return page, [
        reverse("pages:picture", args=(page.pk, picture.pk)),
        reverse("pages:document", args=(page.pk, document.pk)),
    ]


def answers(browser, urls):
    return [browser.get(url).status_code for url in urls]


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        ("public", [200, 200, 200, 200]),
        ("signed_in", [302, 200, 200, 200]),
        ("staff", [302, 404, 200, 200]),
        ("admins", [302, 404, 404, 200]),
    ],
)
def test_page_and_files_are_for_its_audience_only(client, browser_of, audience, wanted):
    _page, files = with_files(slug="wlan", audience=audience)
    urls = ["/info/wlan/", *files]
    roles = (Role.STUDENT, Role.TEACHER, AdminRole.CENTRAL_TEAM)
    browsers = [client, *map(browser_of, roles)]

    got = [answers(browser, urls) for browser in browsers]

    assert got == [[one] * 3 for one in wanted]


def test_a_page_is_never_wider_than_the_one_above(client):
    above = PageFactory(slug="oben", audience="staff")
    below = PageFactory(parent=above, slug="unten", audience="public")

    assert below.reach == Audience.STAFF
    assert client.get("/info/oben/unten/").status_code == 302


def test_what_is_below_follows_when_a_page_above_changes(client):
    above = PageFactory(slug="oben")
    below = PageFactory(parent=above, slug="unten")
    assert client.get("/info/oben/unten/").status_code == 200

    above.refresh_from_db()
    above.audience = Audience.ADMINS
    above.save_revision().publish()

    below.refresh_from_db()
    assert below.reach == Audience.ADMINS
    assert client.get("/info/oben/unten/").status_code == 302


def test_what_is_moved_below_a_narrower_page_gets_narrower(client):
    narrow = PageFactory(slug="eng", audience="admins")
    page = PageFactory(slug="wlan")

    Page.objects.get(pk=page.pk).specific.move(narrow, pos="last-child")

    page.refresh_from_db()
    assert page.reach == Audience.ADMINS
    assert client.get("/info/eng/wlan/").status_code == 302
    # The old address tells visitors nothing either.
    assert client.get("/info/wlan/")["Location"].startswith("/accounts/login/")


def test_menus_sitemap_and_search_hold_only_what_somebody_may_read(client):
    above = PageFactory(title="Für alle", slug="alle")
    PageFactory(parent=above, title="Nur Personal", slug="personal", audience="staff")

    tree = tree_visible_to(VISITOR, base="/info/")
    sitemap = client.get(reverse("pages:sitemap")).content.decode()

    assert [entry.title for entry in tree if entry.title != "Seiten der Schulen"] == [
        "Für alle"
    ]
    assert tree[0].children == []
    assert "/info/alle/" in sitemap
    assert "personal" not in sitemap
    found = SearchDocument.objects.filter(title="Nur Personal").values_list("audience")
    assert list(found) == [("staff",)]


def test_a_draft_is_nowhere(client):
    page = PageFactory(slug="wlan", body=[FAQ])
    page.unpublish()

    assert client.get("/info/wlan/").status_code == 404
    assert not SearchDocument.objects.filter(url__startswith="/info/wlan/").exists()
    assert "wlan" not in client.get(reverse("pages:sitemap")).content.decode()


def test_each_question_is_found_with_its_anchor():
    page = PageFactory(slug="wlan", title="WLAN", body=[FAQ], audience="staff")

    found = SearchDocument.objects.filter(key__startswith=f"{page.pk}:")

    assert {(one.kind, one.title, one.url, one.audience) for one in found} == {
        ("page", "WLAN", "/info/wlan/", "staff"),
        ("faq", "Wie geht das?", "/info/wlan/#wie-geht-das", "staff"),
    }


def test_a_deleted_page_is_found_no_more():
    page = PageFactory(slug="wlan", body=[FAQ])

    page.delete()

    assert not SearchDocument.objects.filter(key__startswith=f"{page.pk}:").exists()


def test_a_link_to_a_page_is_shown_to_those_who_may_read_it(client, teacher):
    target = PageFactory(slug="ziel", title="Ziel", audience="staff")
    link = {"label": "Zum Ziel", "page": target.pk, "document": None, "address": ""}
    PageFactory(
        slug="wlan",
        body=[{"type": "links", "value": {"style": "list", "links": [link]}}],
    )

    assert b"Zum Ziel" not in client.get("/info/wlan/").content
    assert b"/info/ziel/" in teacher.get("/info/wlan/").content


def test_a_picture_is_not_shown_by_another_page(client):
    picture = PictureFactory()
    page = PageFactory(slug="wlan")

    answer = client.get(reverse("pages:picture", args=(page.pk, picture.pk)))

    assert answer.status_code == 404


def test_a_preview_is_shown_to_the_editor_only(client, central):
    page = PageFactory(slug="wlan", text="Alt.")
    page.body = body_of([{"type": "text", "value": "Entwurf."}])
    page.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=(page.pk,))

    shown = central.get(url)

    assert b"Entwurf." in shown.content
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert client.get(url)["Location"].startswith("/accounts/login/")
    assert b"Entwurf." not in client.get("/info/wlan/").content
    assert InfoPage.objects.get(pk=page.pk).live
