"""Films: small, with captions that are their transcript, and from the same script."""

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from whitenoise.responders import StaticFile

from eduport.guides.formats.captions import read_captions, write_captions
from eduport.guides.queries import all_videos
from eduport.guides.types import Cue
from tools.screenplays import arranging_tiles, first_sign_in

LARGEST = 1_500_000
SCRIPTS = {
    "kacheln-ordnen": arranging_tiles(),
    "zum-ersten-mal-anmelden": first_sign_in({"username": "x", "code": "y"}),
}
# A line of its own would end a cue.
WORDS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"])).map(str.strip)
TIMES = st.integers(0, 20_000_000).map(lambda thousandths: thousandths / 1000)
WHICH = pytest.mark.parametrize("video", all_videos(), ids=lambda video: video.slug)


@given(st.lists(st.builds(Cue, TIMES, TIMES, WORDS)))
def test_captions_are_read_as_they_were_written(cues):
    assert read_captions(write_captions(cues)) == tuple(cues)


@WHICH
def test_a_film_is_there_with_picture_and_captions_and_small(video):
    film, poster = (
        find(f"guides/videos/{video.slug}.{suffix}") for suffix in ("webm", "jpg")
    )

    assert film
    assert poster
    with open(film, "rb") as file:  # noqa: PTH123 -- a path of Django's
        content = file.read()
    # The first bytes of every WebM (RFC 8794 §11.2.1).
    assert content[:4] == b"\x1a\x45\xdf\xa3"
    assert b"V_VP9" in content[:4000]
    assert b"A_OPUS" not in content[:4000]
    assert len(content) < LARGEST


@WHICH
def test_captions_say_what_the_script_says(video):
    assert [cue.words for cue in video.cues] == [
        step.words for step in SCRIPTS[video.slug]
    ]


@WHICH
def test_captions_follow_one_another_and_can_be_read(video):
    ends = [0.0, *(cue.ends for cue in video.cues)]

    assert [cue.starts for cue in video.cues] == ends[:-1]
    assert all(cue.ends - cue.starts > len(cue.words) / 25 for cue in video.cues)


@WHICH
def test_the_page_has_all_captions_as_text(video, db):
    page = Client().get(f"/guides/videos/{video.slug}/").content.decode()
    _, _, transcript = page.partition('class="ep-transcript"')

    said = [item.partition("</li>")[0] for item in transcript.split("<li>")[1:]]
    assert said[: len(video.cues)] == [cue.words for cue in video.cues]


@WHICH
def test_a_player_can_ask_for_a_part_of_a_film(video):
    path = find(f"guides/videos/{video.slug}.webm")
    file = StaticFile(path, [("Content-Type", "video/webm")])

    answer = file.get_response("GET", {"HTTP_RANGE": "bytes=4-7"})

    assert answer.status == 206
    assert dict(answer.headers)["Content-Range"].startswith("bytes 4-7/")
    assert len(answer.file.read()) == 4
