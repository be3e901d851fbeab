"""The pages as visitors see them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from eduport.pages import types
from eduport.pages.formats.markdown import plain, rendered
from eduport.pages.models import DeadLink, InfoPage, Opinion
from eduport.pages.services.links import check_links
from eduport.pages.services.opinions import give_opinion, purge_opinions
from eduport.pages.services.schedule import publish_due
from eduport.search.models import SearchDocument
from tests.factories.pages import (
    PageFactory,
    PictureFactory,
    body_of,
    picture_file,
    school_page,
)
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db
LIVE = {"type": "live", "value": "test-block"}


@pytest.fixture
def live_block(monkeypatch):
    monkeypatch.setattr(types, "_live_blocks", {})
    types.register_live_block("test-block", "Test", lambda _request: "<b>jetzt</b>")


def test_a_live_block_is_filled_for_whoever_asks(client, live_block):
    PageFactory(slug="wlan", body=[LIVE])

    assert b"jetzt" in client.get("/info/wlan/").content


def test_an_unknown_block_breaks_no_page_and_is_told_to_the_editor(client, central):
    page = PageFactory(slug="wlan", body=[{"type": "live", "value": "nobody-knows"}])

    shown = client.get("/info/wlan/")
    preview = central.get(reverse("wagtailadmin_pages:view_draft", args=(page.pk,)))

    assert shown.status_code == 200
    assert b"nobody-knows" not in shown.content
    assert b"nobody-knows" in preview.content


def test_a_moved_page_leaves_a_redirect(client):
    target = PageFactory(slug="ziel")
    page = PageFactory(slug="wlan")

    Page.objects.get(pk=page.pk).specific.move(target, pos="last-child")

    answer = client.get("/info/wlan/")
    assert (answer.status_code, answer["Location"]) == (301, "/info/ziel/wlan/")


def test_a_renamed_page_leaves_a_redirect(client, django_capture_on_commit_callbacks):
    page = PageFactory(slug="wlan")
    PageFactory(parent=page, slug="unten")

    page.refresh_from_db()
    page.slug = "funknetz"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert client.get("/info/wlan/")["Location"] == "/info/funknetz/"
    found = SearchDocument.objects.filter(url="/info/funknetz/unten/")
    assert found.exists()


def test_what_never_was_is_not_there(client):
    assert client.get("/info/nirgends/").status_code == 404


@pytest.mark.parametrize("pages", [1, 3])
def test_a_page_takes_few_queries_however_many_there_are(
    client, django_assert_num_queries, pages
):
    for number in range(pages):
        PageFactory(slug=f"seite-{number}", text="## Eins\n\n## Zwei\n\n## Drei")
    client.get("/info/seite-0/")

    # The page, the menu, and what is going on: the banner, which is remembered.
    with django_assert_num_queries(2):
        answer = client.get("/info/seite-0/")

    assert answer.status_code == 200


def test_a_first_visit_loads_nothing_of_the_editor(client):
    PageFactory(slug="wlan")

    page = client.get("/info/wlan/").content.decode()

    assert "wagtail" not in page.lower()
    assert page.count("<script") == 1


def test_a_page_has_metadata_and_an_outline(client):
    PageFactory(slug="wlan", summary="Ein Satz.", text="## Eins\n\n## Zwei\n\n## Drei")

    page = client.get("/info/wlan/").content.decode()

    assert '<meta name="description" content="Ein Satz.">' in page
    assert '<link rel="canonical" href="http://testserver/info/wlan/">' in page
    assert '<a href="#zwei">Zwei</a>' in page


def test_scheduled_pages_come_and_go_by_themselves(client):
    page = PageFactory(slug="wlan")
    page.unpublish()
    now = timezone.now()
    page = InfoPage.objects.get(pk=page.pk)
    page.go_live_at = now - dt.timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)

    assert publish_due(at=now - dt.timedelta(hours=1)) == 0
    assert client.get("/info/wlan/").status_code == 404
    assert publish_due(at=now) == 1
    assert publish_due(at=now) == 0
    assert client.get("/info/wlan/").status_code == 200


def test_a_page_is_hidden_when_its_time_is_over(client):
    page = PageFactory(slug="wlan")
    InfoPage.objects.filter(pk=page.pk).update(expire_at=NOON)

    assert publish_due(at=NOON + dt.timedelta(minutes=1)) == 1
    assert client.get("/info/wlan/").status_code == 404


def test_dead_links_and_anchors_are_found():
    PageFactory(slug="ziel", text="## Hier")
    page = PageFactory(
        slug="wlan",
        text="[gut](/info/ziel/#hier) [Anker](/info/ziel/#dort) [weg](/info/weg/) "
        "[Portal](/help/) [nichts](/gibt-es-nicht/) [fremd](https://example.org/)",
    )

    assert check_links(at=NOON) == 3
    assert check_links(at=NOON) == 3

    found = DeadLink.objects.filter(page=page).values_list("link", flat=True)
    assert set(found) == {"/info/ziel/#dort", "/info/weg/", "/gibt-es-nicht/"}


def test_a_link_to_a_moved_page_is_not_dead():
    target, page = PageFactory(slug="ziel"), PageFactory(slug="wlan")
    PageFactory(slug="quelle", text="[WLAN](/info/wlan/)")

    Page.objects.get(pk=page.pk).specific.move(target, pos="last-child")

    assert check_links(at=NOON) == 0


def test_an_opinion_counts_once_a_day(client):
    page = PageFactory(slug="wlan")
    url = reverse("pages:opinion", args=(page.pk,))

    client.post(url, {"helpful": "no", "text": "Das Bild fehlt."})
    answer = client.post(url, {"helpful": "yes"})

    assert answer["Location"] == "/info/wlan/#helpful"
    [one] = Opinion.objects.all()
    assert (one.is_helpful, one.text, one.page_id) == (True, "", page.pk)
    assert "127.0.0.1" not in one.visitor


def test_an_opinion_needs_the_form_of_the_page(client_class):
    page = PageFactory(slug="wlan")
    strict = client_class(enforce_csrf_checks=True)

    answer = strict.post(reverse("pages:opinion", args=(page.pk,)), {"helpful": "yes"})

    assert answer.status_code == 403


def test_who_answered_is_forgotten_in_the_night_and_old_answers_go(settings):
    page = PageFactory(slug="wlan")
    days = settings.EDUPORT.page_feedback_days
    for ago in (0, 1, days + 1):
        at = NOON - dt.timedelta(days=ago)
        give_opinion(page, visitor=("a",), is_helpful=True, text="", at=at)

    assert purge_opinions(at=NOON) == 1

    kept = Opinion.objects.order_by("-given_on").values_list("visitor", flat=True)
    assert [bool(visitor) for visitor in kept] == [True, False]


def test_pictures_lose_what_the_camera_noted():
    picture = PictureFactory(file=picture_file("foto.jpg", (5000, 100), "JPEG"))

    assert (picture.width, picture.height) == (2400, 48)
    assert picture.file.name.endswith(".jpg")


def test_html_in_a_text_is_only_text():
    html, _headings = rendered("<script>x</script> [x](javascript:alert(1))", set())

    assert "<script" not in html
    assert "javascript:" not in html.replace("[x](javascript:alert(1))", "")
    assert plain("**fett** und [Link](/x/)") == "fett und Link"


def test_the_same_heading_twice_has_two_anchors(client):
    text = {"type": "text", "value": "## Weg"}
    page = PageFactory(slug="wlan", body=[text, text])
    page.body = body_of([text, text])

    shown = client.get("/info/wlan/").content.decode()

    assert 'id="weg"' in shown
    assert 'id="weg-2"' in shown


def test_places_of_schools_stand_on_a_page_and_in_no_menu(client, pupil, school):
    branch = school_page(school)
    PageFactory(parent=branch, slug="wlan", title="WLAN bei uns")

    listed = pupil.get("/info/schulen/").content.decode()
    elsewhere = pupil.get("/info/").content.decode()
    place = pupil.get("/info/schulen/hafen/").content.decode()
    below = pupil.get("/info/schulen/hafen/wlan/").content.decode()

    assert "Schule am Hafen" in listed
    assert "Schule am Hafen" not in elsewhere
    assert "WLAN bei uns" in place
    assert '<a href="/info/schulen/hafen/">Schule am Hafen</a>' in below
    assert "Schule am Hafen" not in client.get("/info/schulen/").content.decode()


def test_an_opinion_without_an_answer_is_asked_again(client):
    page = PageFactory(slug="wlan")

    answer = client.post(reverse("pages:opinion", args=(page.pk,)), {"text": "Nun ja"})

    assert answer["Location"] == "/info/wlan/#helpful"
    said = client.get("/info/wlan/").content.decode()
    assert "Bitte wählen Sie, ob Ihnen die Seite geholfen hat." in said
    assert not Opinion.objects.exists()
