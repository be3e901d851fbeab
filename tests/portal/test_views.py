"""The portal's pages through the client."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from eduport.core.audience import Audience
from eduport.people.models import AdminRole, Role
from eduport.portal.models import TilePreference
from eduport.portal.views import greeting
from eduport.search.services import index_documents
from eduport.search.types import Document, Kind
from eduport.support.models import Side
from tests.factories.people import NOON
from tests.factories.portal import TileFactory, TileReleaseFactory
from tests.factories.support import MessageFactory, QuestionFactory
from tests.portal.conftest import account_with

pytestmark = pytest.mark.django_db
DASHBOARD = reverse("portal:dashboard")
CUSTOMISE = reverse("portal:customise")
ARRANGE = reverse("portal:arrange")
MAX_QUERIES = 7


def page(client, account, url=DASHBOARD, **query):
    client.force_login(account)
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("url", [DASHBOARD, CUSTOMISE])
def test_visitors_sign_in_first(client, url):
    assert client.get(url).url.endswith(f"?next={url}")


def test_visitors_arrange_nothing(client):
    assert client.post(ARRANGE, {"reset": "1"}).status_code == 302
    assert not TilePreference.objects.exists()


def test_the_start_page_leads_those_who_are_signed_in_to_their_portal(client, teacher):
    visitor = client.get("/")
    client.force_login(teacher)

    assert visitor.status_code == 200
    assert client.get("/").url == DASHBOARD


def test_the_dashboard_shows_tiles_in_page_and_menu(client, teacher):
    tile = TileReleaseFactory().tile

    assert page(client, teacher).count(f">{tile.title_de}<") == 2


def test_pupils_get_no_tile_of_the_staff(client, teacher, pupil):
    title = TileReleaseFactory(role=Role.TEACHER).tile.title_de

    assert title in page(client, teacher)
    assert title not in page(client, pupil)


def test_foreign_services_open_in_a_new_window_and_say_so(client, teacher):
    tile = TileReleaseFactory().tile

    content = page(client, teacher)

    link = f'href="/portal/open/{tile.slug}/" target="_blank" rel="noopener"'
    assert link in content
    assert "öffnet in einem neuen Fenster" in content


@pytest.mark.parametrize("count", [0, 1])
def test_everybody_sees_the_lifebuoy(client, teacher, count):
    TileReleaseFactory.create_batch(count)

    assert page(client, teacher).count("ep-tile--help") == 1


def test_without_tiles_the_page_says_whom_to_ask(client, teacher):
    TileFactory._meta.model.objects.all().delete()

    assert "Noch keine Kacheln" in page(client, teacher)


def test_who_hid_every_tile_is_led_back(client, teacher):
    TileFactory._meta.model.objects.all().delete()
    tile = TileReleaseFactory().tile
    TilePreference.objects.create(account=teacher, tile=tile, is_hidden=True)

    content = page(client, teacher)

    assert "Alle Kacheln sind ausgeblendet" in content
    assert f'href="{CUSTOMISE}"' in content


def test_the_search_works_without_javascript(client, teacher):
    wanted, other = TileReleaseFactory.create_batch(2)

    content = page(client, teacher, q=wanted.tile.title_de)

    tiles = content.split('<main id="content"')[1]
    assert wanted.tile.title_de in tiles
    assert other.tile.title_de not in tiles


def test_a_search_without_a_hit_says_so(client, teacher):
    TileReleaseFactory()

    assert '<div id="ep-notiles">' in page(client, teacher, q="zzz")
    assert '<div id="ep-notiles" hidden>' in page(client, teacher)


@pytest.mark.parametrize("count", [3, 60])
def test_the_dashboard_takes_few_queries_however_many_tiles(
    client, teacher, count, django_assert_max_num_queries
):
    for _ in range(count):
        tile = TileReleaseFactory(role=Role.TEACHER).tile
        TileReleaseFactory(tile=tile, school=teacher.person.home_school)
    client.force_login(teacher)
    client.get(DASHBOARD)  # the process knows the terms from now on

    with django_assert_max_num_queries(MAX_QUERIES):
        client.get(DASHBOARD)


def test_the_buttons_move_hide_prefer_and_reset(client, teacher):
    tile = TileReleaseFactory().tile
    client.force_login(teacher)

    def press(name):
        response = client.post(ARRANGE, {name: tile.pk})
        assert response.url == f"{CUSTOMISE}#tile-{tile.pk}"
        mine = TilePreference.objects.get()
        return mine.is_hidden, mine.is_favourite, mine.position

    names = ["later", "earlier", "hide", "show", "prefer", "unprefer"]
    assert [press(name) for name in names] == [
        (False, False, 0),
        (False, False, 0),
        (True, False, 0),
        (False, False, 0),
        (False, True, None),
        (False, False, None),
    ]
    assert client.post(ARRANGE, {"reset": "1"}).url == CUSTOMISE
    assert not TilePreference.objects.exists()


def test_customising_shows_hidden_tiles_with_their_buttons(client, teacher):
    tile = TileReleaseFactory().tile
    TilePreference.objects.create(account=teacher, tile=tile, is_hidden=True)

    content = page(client, teacher, CUSTOMISE)

    assert f'name="show" value="{tile.pk}" aria-pressed="true"' in content


def test_a_strangers_tile_is_refused_with_a_sentence(client, pupil):
    tile = TileReleaseFactory(role=Role.TEACHER).tile
    client.force_login(pupil)

    response = client.post(ARRANGE, {"hide": tile.pk})

    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Diese Kachel ist nicht mehr für Sie freigegeben."]
    assert not TilePreference.objects.exists()


@pytest.mark.parametrize("form", [{}, {"hide": "x"}, {"explode": "1"}])
def test_a_request_that_makes_no_sense_changes_nothing(client, teacher, form):
    TileReleaseFactory()
    client.force_login(teacher)

    assert client.post(ARRANGE, form).status_code == 302
    assert not TilePreference.objects.exists()


def test_help_is_public_and_names_nobody_to_visitors(client, teacher):
    admin = account_with(AdminRole.SCHOOL_ADMIN, teacher.person.home_school)

    for_visitors = client.get(reverse("portal:help")).content.decode()
    for_teachers = page(client, teacher, reverse("portal:help"))

    address = f"ada.berg{admin.person_id}@"
    assert "Wie melde ich mich zum ersten Mal an?" in for_visitors
    assert address not in for_visitors
    assert address in for_teachers


def test_help_does_not_name_the_contacts_of_other_schools(client, teacher):
    admin = account_with(AdminRole.SCHOOL_ADMIN)

    content = page(client, teacher, reverse("portal:help"))

    assert "noch keine eduPort-Betreuung benannt" in content
    assert f"ada.berg{admin.person_id}@" not in content


def test_search_engines_find_the_information_site_only(client):
    assert client.get("/robots.txt").content.decode().splitlines() == [
        "User-agent: *",
        "Allow: /info/",
        "Disallow: /",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "Guten Morgen"), (12, "Guten Tag"), (20, "Guten Abend")]
)
def test_the_greeting_knows_the_time_of_the_day(hour, words):
    assert greeting(hour) == words


def test_the_dashboard_speaks_english(client, teacher):
    tile = TileReleaseFactory().tile
    client.cookies["django_language"] = "en"

    content = page(client, teacher)

    assert f">{tile.title_en}<" in content
    assert "Find a tile" in content


SEARCH = reverse("portal:search")


@pytest.fixture
def texts(db):
    pages = [("karte", "Notfallkarte", Audience.STAFF), ("info", "Notfall", "public")]
    index_documents(
        Kind.PAGE,
        [
            Document(
                kind=Kind.PAGE,
                key=key,
                url=f"/info/{key}/",
                title=title,
                text="Rufen Sie bei 3 < 5 sofort an.",
                audience=audience,
            )
            for key, title, audience in pages
        ],
        at=NOON,
    )


def test_visitors_find_what_is_public(client, texts):
    shown = client.get(SEARCH, {"q": "Notfall"}).content.decode()

    assert "/info/info/" in shown
    assert "/info/karte/" not in shown


def test_a_teacher_finds_more_and_the_own_questions(client, texts, teacher):
    ticket = QuestionFactory(reporter=teacher.person, subject="Ein Notfall im Labor")
    foreign = QuestionFactory(subject="Mein Notfall")
    internal = MessageFactory(
        ticket=QuestionFactory(reporter=teacher.person),
        side=Side.CONTACT,
        text="Notfall",
        is_internal=True,
    )

    shown = page(client, teacher, SEARCH, q="Notfall")

    assert "/info/karte/" in shown
    assert str(ticket.uid) in shown
    assert str(foreign.uid) not in shown
    assert str(internal.ticket.uid) not in shown


def test_a_pupil_does_not_find_what_is_for_staff(client, texts, pupil):
    shown = page(client, pupil, SEARCH, q="Notfallkarte")

    assert "/info/karte/" not in shown


def test_what_was_found_is_marked_and_never_markup(client, texts):
    shown = client.get(SEARCH, {"q": "sofort"}).content.decode()

    assert "<mark>sofort</mark>" in shown
    assert "3 &lt; 5" in shown


def test_nothing_found_says_what_to_do(client, texts):
    shown = client.get(SEARCH, {"q": "<script>Xylophon"}).content.decode()

    assert "Nichts gefunden" in shown
    assert "<script>X" not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_few_queries(client, rows, django_assert_max_num_queries):
    documents = [
        Document(
            kind=Kind.PAGE,
            key=f"{n}",
            url=f"/info/{n}/",
            title=f"Kalender {n}",
            text="",
            audience=Audience.PUBLIC,
        )
        for n in range(rows)
    ]
    index_documents(Kind.PAGE, documents, at=NOON)

    with django_assert_max_num_queries(3):
        client.get(SEARCH, {"q": "Kalender"})
