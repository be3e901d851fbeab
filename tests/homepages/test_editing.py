"""Writing, publishing, taking back, switching on and off."""

import datetime as dt
import io

import pytest
from PIL import Image

from eduport.audit.models import LogEntry
from eduport.core.actor import Actor
from eduport.homepages.errors import (
    BrokenPictureError,
    NoAlternativeError,
    NothingToPublishError,
    NothingToShowError,
    NothingToUndoError,
)
from eduport.homepages.models import Homepage, HomepagePicture
from eduport.homepages.queries.homepages import (
    find_draft,
    published_versions,
    shown_homepages,
)
from eduport.homepages.services import editing
from eduport.homepages.types import Content, Upload
from tests.factories.news import drawn
from tests.factories.people import NOON, SchoolFactory

pytestmark = pytest.mark.django_db
BY = Actor("school office")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def school():
    return SchoolFactory()


def write(school, text, *, at=NOON, **values):
    content = Content(text=text, picture_alt=values.pop("picture_alt", ""))
    return editing.save_draft(school, content, by=BY, at=at, **values)


def publish(school, text, *, at=NOON, **values):
    write(school, text, at=at, **values)
    editing.publish_draft(school, by=BY, at=at)


def shown_texts(school):
    return [version.text for version in published_versions(school)]


def test_a_draft_is_seen_by_nobody_before_it_is_published(school):
    write(school, "Erst")
    write(school, "Dann")
    assert (find_draft(school).text, shown_texts(school)) == ("Dann", [])

    editing.publish_draft(school, by=BY, at=NOON)

    assert (find_draft(school), shown_texts(school)) == (None, ["Dann"])
    assert LogEntry.objects.get().action == "homepages.homepage.published"


def test_taking_back_shows_the_version_before_and_keeps_the_other(school):
    publish(school, "Alt")
    publish(school, "Neu", at=NOON + HOUR)
    write(school, "Angefangen", at=NOON + 2 * HOUR)

    editing.take_back(school, by=BY, at=NOON + 3 * HOUR)

    assert (find_draft(school).text, shown_texts(school)) == ("Neu", ["Alt"])
    with pytest.raises(NothingToUndoError):
        editing.take_back(school, by=BY, at=NOON + 3 * HOUR)


def test_without_a_draft_nothing_is_published(school):
    with pytest.raises(NothingToPublishError):
        editing.publish_draft(school, by=BY, at=NOON)


def test_a_draft_can_be_thrown_away(school):
    publish(school, "Alt")
    write(school, "Neu")

    editing.discard_draft(school, by=BY, at=NOON)
    editing.discard_draft(school, by=BY, at=NOON)

    assert (find_draft(school), shown_texts(school)) == (None, ["Alt"])


def test_only_some_versions_are_kept(school):
    for place in range(editing.KEPT + 2):
        publish(school, str(place), at=NOON + place * HOUR)

    assert shown_texts(school) == [str(place) for place in range(11, 1, -1)]


def test_a_page_is_seen_only_when_it_is_switched_on(school):
    with pytest.raises(NothingToShowError):
        editing.switch_on(school, by=BY, at=NOON)
    publish(school, "Wir")
    assert not shown_homepages().exists()

    editing.switch_on(school, by=BY, at=NOON)
    editing.switch_on(school, by=BY, at=NOON + HOUR)
    assert shown_homepages().get().switched_on_at == NOON

    editing.switch_off(school, by=BY, at=NOON)
    editing.switch_off(school, by=BY, at=NOON)

    assert not shown_homepages().exists()
    actions = [entry.action for entry in LogEntry.objects.order_by("pk")]
    assert actions == [
        "homepages.homepage.published",
        "homepages.homepage.switched_on",
        "homepages.homepage.switched_off",
    ]


def test_the_page_of_a_closed_school_is_not_seen(school):
    publish(school, "Wir")
    editing.switch_on(school, by=BY, at=NOON)
    type(school).objects.update(closed_at=NOON)

    assert not shown_homepages().exists()


def test_a_picture_is_drawn_anew_and_stays_with_the_next_draft(school):
    exif = Image.Exif()
    exif[0x010E] = "Ada Berg, Hafenstraße 1"
    photo = drawn("JPEG", (3000, 20), exif=exif)
    publish(school, "Wir", picture=Upload("a.jpg", photo), picture_alt="Der Hafen")

    draft = write(school, "Wir alle", picture_alt="Der Hafen")

    picture = HomepagePicture.objects.get()
    assert draft.picture == picture
    assert (picture.width, picture.media_type) == (1600, "image/jpeg")
    assert not Image.open(io.BytesIO(bytes(picture.content))).getexif()
    assert b"Hafenstra" not in bytes(picture.content)


def test_a_picture_that_no_version_shows_is_deleted(school):
    picture = Upload("a.png", drawn("PNG", (2, 2)))
    write(school, "Wir", picture=picture, picture_alt="Der Hafen")

    write(school, "Wir", is_without_picture=True)

    assert not HomepagePicture.objects.exists()


def test_a_picture_without_words_is_refused(school):
    with pytest.raises(NoAlternativeError):
        write(school, "Wir", picture=Upload("a.png", drawn("PNG", (2, 2))))


@pytest.mark.parametrize("content", [b"<svg/>", b"\x89PNG\r\n\x1a\nbroken"])
def test_what_is_no_picture_is_refused(school, content):
    with pytest.raises(BrokenPictureError, match=r"a\.png"):
        write(school, "Wir", picture=Upload("a.png", content), picture_alt="x")


def test_a_host_name_is_given_and_taken(school):
    editing.name_host(school, "Schule.example.org", by=BY, at=NOON)
    editing.name_host(school, "schule.example.org", by=BY, at=NOON)
    assert Homepage.objects.get().host_name == "schule.example.org"
    assert LogEntry.objects.count() == 1

    editing.name_host(school, "", by=BY, at=NOON)

    assert Homepage.objects.get().host_name is None
