"""Pages of schools for everybody, what other sites may read, and the desk."""

import base64
import hashlib
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from eduport.core.actor import Actor
from eduport.homepages.models import Homepage, HomepageVersion
from eduport.people.models import AdminRole
from eduport.status.models import Impact
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
)
from tests.factories.accounts import AccountFactory, sign_in
from tests.factories.homepages import (
    HomepageFactory,
    HomepagePictureFactory,
    VersionFactory,
)
from tests.factories.news import CurrentItemFactory, EventFactory, drawn
from tests.factories.people import AppointmentFactory, PersonFactory, SchoolFactory
from tests.factories.status import ComponentFactory

pytestmark = pytest.mark.django_db
SCRIPT = "/embed/v1/eduport-school.js"
MOST_BYTES = 10_000


@pytest.fixture
def school():
    return SchoolFactory(code="hafen", name="Schule Am Hafen")


@pytest.fixture
def shown(school):
    return VersionFactory(homepage=HomepageFactory(school=school))


def signed_in(client, role, school=None):
    person = PersonFactory(home_school=school or SchoolFactory())
    AppointmentFactory(person=person, school=school, role=role)
    sign_in(client, AccountFactory(person=person, kind="admin"))
    return client


@pytest.fixture
def editor(client, school):
    """A browser of the school admin of the school."""
    return signed_in(client, AdminRole.SCHOOL_ADMIN, school)


def events_of(school):
    start = timezone.now() + timezone.timedelta(days=3)
    day = timezone.localtime(start).date()
    times = {"starts_at": start, "ends_at": start + timezone.timedelta(hours=2)}
    return EventFactory(
        school=school,
        title="Sommerfest",
        is_public=True,
        begins_on=day,
        over_on=day,
        **times,
    )


def test_a_page_shows_what_the_school_says_and_what_is_public(client, shown, school):
    CurrentItemFactory(school=school, title="Nur für uns")
    CurrentItemFactory(school=school, title="Für alle", is_public=True)
    events_of(school)

    page = client.get("/s/hafen/").content.decode()

    for words in ("Schule Am Hafen", "Wir sind die Schule", "Für alle", "Sommerfest"):
        assert words in page
    assert "Nur für uns" not in page


def test_the_words_of_a_school_are_no_html(client, school):
    VersionFactory(
        homepage=HomepageFactory(school=school), text="<script>alert(1)</script>"
    )

    page = client.get("/s/hafen/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("path", ["/s/hafen/", "/s/hafen/school.json"])
def test_what_is_not_switched_on_is_not_there(client, shown, path):
    assert client.get(path).status_code == 200
    Homepage.objects.update(switched_on_at=None)

    assert client.get(path).status_code == 404
    assert client.get(path.replace("hafen", "absent")).status_code == 404


def test_a_school_tells_of_its_own_incidents_and_those_of_all(client, shown, school):
    moodle, other = ComponentFactory(name_de="Moodle"), SchoolFactory()
    path = "/s/hafen/school.json?language=de"

    def said(title, impact, *schools):
        draft = IncidentDraft(
            title, "", impact, Said("Ja"), Scope([moodle], schools=schools)
        )
        open_incident(draft, by=Actor.system("test"), at=timezone.now())
        return client.get(path).json()["status"]["text"]

    calm = client.get(path).json()["status"]["text"]

    assert said("Woanders", Impact.OUTAGE, other) == calm
    assert said("Für alle", Impact.DEGRADED) == "Für alle"
    assert said("Nur hier", Impact.OUTAGE, school) == "Nur hier"
    assert said("Nebenbei", Impact.DEGRADED, school) == "Nur hier"


def test_other_sites_read_what_is_public_and_nothing_else(client, shown, school):
    CurrentItemFactory(school=school, title="Nur für uns")
    CurrentItemFactory(
        school=school, title="Entwurf", is_public=True, published_at=None
    )
    CurrentItemFactory(school=school, title="Für alle", is_public=True)
    CurrentItemFactory(school=SchoolFactory(), title="Andere", is_public=True)
    events_of(school)
    found = client.get("/s/hafen/school.json?language=de").json()

    assert [one["title"] for one in found["news"]] == ["Für alle"]
    assert [one["title"] for one in found["events"]] == ["Sommerfest"]
    assert found["name"] == "Schule Am Hafen"
    assert found["login_url"] == "http://127.0.0.1:8000/accounts/login/"
    assert found.keys() == {
        "version",
        "language",
        "words",
        "name",
        "url",
        "login_url",
        "status",
        "news",
        "events",
    }


def test_the_answer_speaks_the_language_that_is_asked_for(client, shown):
    words = [
        client.get(f"/s/hafen/school.json?language={one}").json()["words"]["events"]
        for one in ("de", "en", "fr")
    ]

    assert words[:2] == ["Termine", "Events"]
    assert words[2] == "Termine"


@pytest.mark.parametrize("path", [SCRIPT, "/s/hafen/school.json"])
def test_other_sites_may_read_it_without_cookies(client, shown, path):
    answer = client.get(path, HTTP_ORIGIN="https://schule.example")

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"].startswith("public, max-age=")
    assert not answer.cookies
    again = client.get(path, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/help/", "/s/hafen/", "/portal/"])
def test_nothing_else_is_open_to_other_sites(client, shown, path):
    answer = client.get(path, HTTP_ORIGIN="https://schule.example")

    assert "Access-Control-Allow-Origin" not in answer
    assert "Cross-Origin-Resource-Policy" not in answer


def test_the_script_is_small_and_writes_no_html(client):
    script = client.get(SCRIPT).content

    assert len(script) < MOST_BYTES
    for dangerous in (
        b"innerHTML",
        b"outerHTML",
        b"insertAdjacent",
        b"eval(",
        b"iframe",
    ):
        assert dangerous not in script
    assert b'credentials: "omit"' in script


def test_the_page_to_copy_from_has_the_right_check_sum(editor, shown):
    page = editor.get("/homepages/hafen/snippet/").content.decode()

    digest = hashlib.sha384(editor.get(SCRIPT).content).digest()
    [integrity] = re.findall(r'integrity="([^"]+)"', page)
    assert integrity == f"sha384-{base64.b64encode(digest).decode()}"
    assert '&lt;eduport-school school="hafen"' in page
    feeds = re.findall(r'<a href="http://127.0.0.1:8000(/news/feeds/[^"]+)"', page)
    assert [editor.get(feed).status_code for feed in feeds] == [200, 200, 200]


def test_a_school_writes_looks_and_publishes(editor, school):
    answer = editor.post(
        "/homepages/hafen/write/",
        {
            "text": "Wir\n\nam Hafen",
            "mail": "buero@hafen.example",
            "picture_file": Pictured("a.png"),
            "picture_alt": "Der Hafen",
        },
    )
    assert answer["Location"] == "/homepages/hafen/preview/"
    assert "am Hafen" in editor.get("/homepages/hafen/preview/").content.decode()

    editor.post("/homepages/hafen/publish/")
    editor.post("/homepages/hafen/switch-on/")

    page = type(editor)().get("/s/hafen/").content.decode()
    assert 'alt="Der Hafen"' in page
    [path] = re.findall(r'src="(/s/hafen/pictures/[^"]+)"', page)
    picture = type(editor)().get(path)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")


class Pictured:
    """A file as a browser sends it."""

    def __init__(self, name):
        self.name = name

    def read(self):
        return drawn("PNG", (2, 2))


def test_a_form_that_is_wrong_says_so(editor, shown):
    answer = editor.post(
        "/homepages/hafen/write/", {"text": "Wir", "website": "ohne Punkt"}
    )

    assert answer.status_code == 422
    assert HomepageVersion.objects.count() == 1


def test_the_picture_of_a_draft_is_seen_by_the_school_only(client, school):
    homepage = HomepageFactory(school=school)
    picture = HomepagePictureFactory(homepage=homepage)
    VersionFactory(
        homepage=homepage, picture=picture, picture_alt="x", published_at=None
    )
    path = f"/s/hafen/pictures/{picture.uid}/"

    assert client.get(path).status_code == 404
    assert (
        signed_in(client, AdminRole.SCHOOL_ADMIN, school).get(path).status_code == 200
    )


def test_a_stranger_finds_no_desk(client, school):
    stranger = signed_in(client, AdminRole.SCHOOL_ADMIN, SchoolFactory())

    assert stranger.get("/homepages/hafen/").status_code == 404
    assert stranger.post("/homepages/hafen/switch-off/").status_code == 404


def test_only_the_central_team_gives_host_names(client, school):
    editor = signed_in(client, AdminRole.SCHOOL_ADMIN, school)
    assert editor.get("/homepages/hafen/host/").status_code == 403

    central = signed_in(type(client)(), AdminRole.CENTRAL_TEAM)
    central.post("/homepages/hafen/host/", {"host_name": "Hafen.example.org"})

    assert Homepage.objects.get().host_name == "hafen.example.org"


def test_one_school_leads_to_its_desk_and_several_are_a_list(client, school):
    editor = signed_in(client, AdminRole.SCHOOL_ADMIN, school)
    assert editor.get("/homepages/")["Location"] == "/homepages/hafen/"

    SchoolFactory(name="Schule Am Deich")
    page = signed_in(type(client)(), AdminRole.CENTRAL_TEAM).get("/homepages/")

    assert "Schule Am Deich" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_schools_takes_the_same_queries(
    client, django_assert_max_num_queries, rows
):
    central = signed_in(client, AdminRole.CENTRAL_TEAM)
    for _ in range(rows):
        HomepageFactory()

    with django_assert_max_num_queries(16):
        central.get("/homepages/")


def test_the_answer_is_json_of_text_only(client, shown, school):
    CurrentItemFactory(school=school, title="<b>Fett</b>", is_public=True)

    content = client.get("/s/hafen/school.json").content

    assert json.loads(content)["news"][0]["title"] == "<b>Fett</b>"


def test_a_url_is_made_of_the_code(school):
    assert reverse("homepages:page", args=[school.code]) == "/s/hafen/"
