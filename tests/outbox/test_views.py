"""The demo's outbox: mail as files, and a page to read it."""

import stat

import pytest

from eduport.outbox.models import WaitingMail
from eduport.outbox.services import send_mail_later
from eduport.outbox.services.delivery import deliver_mail
from tests.factories.people import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_file(folder):
    send_mail_later("ada@home.example", "outbox/test.txt", {}, at=NOON)
    deliver_mail(WaitingMail.objects.get().pk, at=NOON)
    (path,) = folder.iterdir()
    return path


def test_only_we_can_read_the_files(mail_file):
    assert stat.S_IMODE(mail_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(mail_file.parent.stat().st_mode) == 0o700


def test_the_page_lists_and_shows_mail(client, mail_file):
    page = client.get("/outbox/").content.decode()
    assert "ada@home.example" in page
    assert "Test des Mailservers" in page
    assert f"/outbox/{mail_file.stem}/" in page

    page = client.get(f"/outbox/{mail_file.stem}/").content.decode()

    assert "eduPort kann an Personen schreiben" in page
    assert f'href="{"http://127.0.0.1:8000"}"' in page


def test_an_empty_outbox_says_so(client, folder):
    assert "Noch keine Mail" in client.get("/outbox/").content.decode()


def test_another_name_opens_nothing(client, folder):
    folder.mkdir()
    (folder.parent / "secret.eml").write_text("Subject: x\n\nx")

    assert client.get("/outbox/secret/").status_code == 404
    assert client.get("/outbox/..%2Fsecret/").status_code == 404


@pytest.mark.parametrize("is_read", [False, True])
def test_in_production_there_is_no_such_page(client, mail_file, settings, is_read):
    url = f"/outbox/{mail_file.stem}/" if is_read else "/outbox/"
    assert client.get(url).status_code == 200
    settings.EDUPORT = settings.EDUPORT.model_copy(update={"development": False})

    assert client.get(url).status_code == 404
