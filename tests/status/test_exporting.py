"""The exported page: whole, signed for, and there when the portal is not."""

import datetime as dt
import http.client
import json
import os
import re
import subprocess
import sys
import time
from hashlib import sha256
from hmac import digest
from pathlib import Path

import pytest
from icalendar import Calendar

from eduport.status.clients.stores import Bucket, Folder, StoreError
from eduport.status.models import Impact
from eduport.status.services.exporting import Exporter
from eduport.status.services.incidents import (
    IncidentDraft,
    Said,
    Scope,
    open_incident,
)
from eduport.status.services.publishing import publish_board
from tests.factories.people import NOON
from tests.status.conftest import DESK
from tests.status.relay import relay
from tests.status.servers import free_port, program

MINUTE = dt.timedelta(minutes=1)
LINK = re.compile(r'(?:href|src)="([^"#]+)')
LONGEST_WAIT = 60


class Memory:
    """Keeps files and how often each was written."""

    def __init__(self):
        self.files, self.writes = {}, []

    def put(self, name, content):
        self.files[name] = content
        self.writes.append(name)


@pytest.fixture
def exporter(db, tmp_path):
    publish_board(at=NOON)
    return Exporter(Memory(), "https://status.example/", tmp_path / "memory.json")


def incident(mail, at=NOON):
    draft = IncidentDraft(
        "E-Mail steht", "Mail is down", Impact.OUTAGE, Said("Ja"), Scope([mail])
    )
    return open_incident(draft, by=DESK, at=at)


def test_the_export_is_whole(exporter):
    exporter.tick(at=NOON)

    files = exporter.store.files
    pages = {name: files[name].decode() for name in files if name.endswith(".html")}
    linked = {
        os.path.normpath(Path(name).parent / link)
        for name, page in pages.items()
        for link in LINK.findall(page)
        if "://" not in link
    }
    missing = {link for link in linked if link.rstrip("/") not in files}
    assert set(pages) == {
        "index.html",
        "banner.html",
        "en/index.html",
        "en/banner.html",
    }
    assert missing == {"en", "."}  # folders, whose page is index.html
    assert "/static/" not in "".join(pages.values())
    assert any(name.endswith(".woff2") for name in files)


def test_both_languages_feeds_and_json_are_exported(exporter, mail):
    incident(mail)

    exporter.tick(at=NOON)

    files = exporter.store.files
    assert "Einige Dienste sind außer Betrieb." in files["index.html"].decode()
    assert "Some services are out of order." in files["en/index.html"].decode()
    assert "Mail is down" in files["en/feed.atom"].decode()
    assert json.loads(files["status.json"])["state"] == "outage"
    assert Calendar.from_ical(files["calendar.ics"]).walk("VEVENT")
    assert "23.11.2026 13:00 geschrieben" in files["index.html"].decode()
    assert "<script" not in files["index.html"].decode()


def test_it_is_exported_at_every_change_and_every_minute(exporter, mail):
    second = dt.timedelta(seconds=1)
    told = [exporter.tick(at=NOON), exporter.tick(at=NOON + second)]
    incident(mail, at=NOON + 2 * second)
    told += [exporter.tick(at=NOON + n * second) for n in (3, 4, 62, 63)]

    assert told == [True, False, True, False, True, False]


def test_what_did_not_change_is_not_written_again(exporter):
    exporter.tick(at=NOON)
    exporter.store.writes.clear()

    exporter.tick(at=NOON + MINUTE)

    assert "index.html" in exporter.store.writes
    assert [name for name in exporter.store.writes if "assets/" in name] == []


def test_a_portal_that_is_silent_for_long_is_said_to_be_gone(exporter):
    is_there = True
    exporter.is_answering = lambda: is_there
    seconds = dt.timedelta(seconds=1)
    exporter.tick(at=NOON)
    is_there = False

    said = []
    for n in (10, 30, 40, 50):
        exporter.tick(at=NOON + n * seconds)
        page = exporter.store.files["index.html"].decode()
        said.append("Das Portal ist seit 23.11.2026 13:00 nicht erreichbar" in page)
    state = json.loads(exporter.store.files["status.json"])
    is_there = True
    exporter.tick(at=NOON + 60 * seconds)

    assert said == [False, False, True, True]
    assert (state["state"], state["unreachable_since"]) == (
        "outage",
        (NOON + 10 * seconds).isoformat(),
    )
    states = {one["slug"]: one["state"] for one in state["components"]}
    assert (states["portal"], states["login"]) == ("outage", "outage")
    assert (states["mail"], states["wlan"]) == ("degraded", "operational")
    assert "nicht erreichbar" not in exporter.store.files["banner.html"].decode()


def test_what_could_not_be_written_is_tried_again(db, tmp_path):
    publish_board(at=NOON)
    (tmp_path / "page").write_text("a file, no folder")
    exporter = Exporter(Folder(tmp_path / "page"), "https://s/", tmp_path / "memory")
    failed = exporter.tick(at=NOON)
    (tmp_path / "page").unlink()

    assert (failed, exporter.tick(at=NOON)) == (False, True)
    assert (tmp_path / "page/index.html").stat().st_mode & 0o777 == 0o644


@pytest.fixture
def bucket(tmp_path):
    """SeaweedFS, a server that speaks S3 and checks signatures."""
    port = free_port(below=50_000)
    who = {
        "name": "eduport",
        "credentials": [{"accessKey": "key", "secretKey": "secret/+"}],
        "actions": ["Admin", "Read", "Write"],
    }
    settings = tmp_path / "s3.json"
    settings.write_text(json.dumps({"identities": [who]}))
    ports = [free_port(below=50_000) for _ in range(3)]
    command = [
        str(Path(sys.executable).parent / "weed"),
        "server",
        "-s3",
        f"-dir={tmp_path}",
        "-ip=127.0.0.1",
        f"-master.port={ports[0]}",
        f"-volume.port={ports[1]}",
        f"-filer.port={ports[2]}",
        f"-s3.port={port}",
        f"-s3.config={settings}",
        "-s3.port.iceberg=0",
        "-volume.max=3",
        "-master.volumeSizeLimitMB=64",
    ]
    with program(command, port):
        given = Bucket(
            f"http://127.0.0.1:{port}", "status", "", "eu-central-1", "key", "secret/+"
        )
        make(given)
        yield given


def make(bucket):
    """Make the bucket, which takes the server a moment."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            bucket.put("", b"")
        except StoreError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)
        else:
            return


@pytest.mark.slow
@pytest.mark.enable_socket
def test_a_bucket_takes_what_is_signed_and_refuses_the_rest(bucket):
    forged = Bucket(
        bucket.endpoint, "status", "", bucket.region, bucket.key, "not the secret"
    )

    bucket.put("en/ä b.html", b"<p>Hello")
    with pytest.raises(StoreError, match="answers 403"):
        forged.put("en/forged.html", b"")

    line = http.client.HTTPConnection(bucket.endpoint.removeprefix("http://"))
    path = "/status/en/%C3%A4%20b.html"
    line.request("GET", path, headers=read_headers(bucket, path))
    answer = line.getresponse()
    content = answer.read()
    line.close()
    assert (answer.status, content) == (200, b"<p>Hello")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "max-age=30"


def read_headers(bucket, path):
    """A signed GET, written after the rules and not with our code."""
    now = dt.datetime.now(dt.UTC)
    empty = sha256(b"").hexdigest()
    host = bucket.endpoint.removeprefix("http://")
    stamp, day = f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}"
    names = "host;x-amz-content-sha256;x-amz-date"
    asked = (
        f"GET\n{path}\n\nhost:{host}\nx-amz-content-sha256:{empty}\n"
        f"x-amz-date:{stamp}\n\n{names}\n{empty}"
    )
    scope = f"{day}/{bucket.region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
    key = b"AWS4" + bucket.secret.encode()
    for part in (day, bucket.region, "s3", "aws4_request"):
        key = digest(key, part.encode(), "sha256")
    signature = digest(key, text.encode(), "sha256").hex()
    return {
        "x-amz-date": stamp,
        "x-amz-content-sha256": empty,
        "Authorization": f"AWS4-HMAC-SHA256 Credential={bucket.key}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}",
    }


@pytest.mark.slow
@pytest.mark.enable_socket
def test_a_bucket_that_is_away_is_no_reason_to_end():
    gone = Bucket(f"http://127.0.0.1:{free_port()}", "b", "p", "r", "k", "s")

    with pytest.raises(StoreError, match="refused"):
        gone.put("index.html", b"")


def waited_for(path, words):
    """The file, as soon as the words stand in it."""
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        content = path.read_text() if path.exists() else ""
        if words in content:
            return content
        time.sleep(0.2)
    raise AssertionError(f"“{words}” never came to {path}")


@pytest.fixture
def portal_url(tmp_path):
    """Somebody who says to be alive, as the portal does."""
    (tmp_path / "health").mkdir()
    (tmp_path / "health/live").touch()
    port = free_port()
    serving = ["-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with program([sys.executable, *serving, "--directory", str(tmp_path)], port):
        yield f"http://127.0.0.1:{port}"


def export(url, folder, *options, portal_url="http://127.0.0.1:1"):
    environment = os.environ | {
        "DATABASE_URL": url,
        "EDUPORT_PUBLIC_URL": portal_url,
        "EDUPORT_DATA_DIR": str(folder),
        "EDUPORT_STATUS_EXPORT": str(folder / "page"),
    }
    command = [sys.executable, "-m", "eduport", "status", "export", *options]
    return subprocess.Popen(command, env=environment)


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
def test_the_page_says_since_when_the_database_is_gone(tmp_path, portal_url):
    page = tmp_path / "page/index.html"
    with relay() as database:
        process = export(database.url, tmp_path, portal_url=portal_url)
        try:
            before = waited_for(page, "Alle Dienste sind verfügbar.")
            database.cut()
            gone = waited_for(page, "Das Portal ist seit")
            process.kill()
            process.wait()
            page.unlink()
            process = export(database.url, tmp_path, portal_url=portal_url)
            started_without = waited_for(page, "Das Portal ist seit")
            database.mend()
            again = waited_for(page, "Alle Dienste sind verfügbar.")
            for _ in range(100):
                if "Das Portal ist seit" not in page.read_text():
                    break
                time.sleep(0.2)
        finally:
            process.terminate()
            code = process.wait(20)

    assert "Das Portal ist seit" not in before
    assert "Anmeldung" in gone
    assert "Anmeldung" in started_without
    assert again
    assert "Das Portal ist seit" not in page.read_text()
    assert code == 0


@pytest.mark.slow
@pytest.mark.enable_socket
@pytest.mark.django_db(transaction=True)
def test_once_is_once(tmp_path):
    with relay() as database:
        assert export(database.url, tmp_path, "--once").wait(LONGEST_WAIT) == 0
    (tmp_path / "status-export.json").unlink()

    assert export(database.url, tmp_path, "--once").wait(LONGEST_WAIT) == 1
    assert "Wartung" in (tmp_path / "page/index.html").read_text()
