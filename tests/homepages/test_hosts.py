"""Names of schools' own, and that no other name gets in."""

import pytest

from eduport.homepages.rules.hosts import host_of, path_under_host
from eduport.stats.services.counting import counter
from tests.factories.homepages import HomepageFactory, VersionFactory
from tests.factories.people import SchoolFactory

pytestmark = pytest.mark.django_db
HOST = "hafen.example.org"


@pytest.fixture
def named(settings):
    """A page with a name of its own, on a portal that answers to one name."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    school = SchoolFactory(code="hafen", name="Schule Am Hafen")
    return VersionFactory(homepage=HomepageFactory(school=school, host_name=HOST))


@pytest.mark.usefixtures("named")
def test_a_name_leads_to_the_page_of_the_school(client):
    page = client.get("/", HTTP_HOST=f"{HOST}:443")

    assert page.status_code == 200
    assert "Schule Am Hafen" in page.content.decode()
    # Whoever signs in does so on the portal.
    assert 'href="http://127.0.0.1:8000/accounts/login/"' in page.content.decode()


@pytest.mark.usefixtures("named")
def test_nothing_but_the_page_is_answered_there(client):
    answer = client.get("/help/?q=1", HTTP_HOST=HOST)

    assert answer["Location"] == "http://127.0.0.1:8000/help/?q=1"
    assert client.post("/", HTTP_HOST=HOST).status_code == 405
    assert client.get("/s/deich/", HTTP_HOST=HOST).status_code == 302


def test_nobody_is_signed_in_there(client, named):
    answer = client.get("/", HTTP_HOST=HOST, HTTP_COOKIE="sessionid=stolen")

    assert not answer.cookies
    assert "HTTP_COOKIE" not in answer.wsgi_request.META


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", "x", ""])
def test_an_unknown_name_is_refused(client, host):
    assert client.get("/", HTTP_HOST=host).status_code == 400


def test_the_name_of_a_page_that_is_switched_off_is_refused(client, named):
    type(named.homepage).objects.update(switched_on_at=None)

    assert client.get("/", HTTP_HOST=HOST).status_code == 400


@pytest.mark.parametrize(
    ("header", "host"),
    [("A.example:80", "a.example"), ("a.example.", "a.example"), ("[::1]:80", "[::1]")],
)
def test_a_host_is_read_from_its_header(header, host):
    assert host_of(header) == host


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/", "/s/hafen/"),
        ("/s/hafen/school.json", "/s/hafen/school.json"),
        ("/static/web/eduport.css", "/static/web/eduport.css"),
        ("/s/deich/", None),
        ("/login/", None),
    ],
)
def test_only_the_own_paths_lead_somewhere(path, there):
    assert path_under_host(path, "hafen") == there


@pytest.mark.usefixtures("named")
def test_nobody_is_counted_where_nobody_can_decline(client):
    counter.counts.clear()

    client.get("/", HTTP_HOST=HOST)

    assert not counter.counts
