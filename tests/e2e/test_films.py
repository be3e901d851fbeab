"""Films play in a browser, with captions, and one can go to any place in them."""

import pytest

from tests.e2e.browser import complaints_of, new_context

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PLAYED = """async () => {
  const film = document.querySelector("video");
  const track = film.textTracks[0];
  film.muted = true;
  await film.play();
  const later = new Promise(done => { film.onseeked = done; });
  film.currentTime = film.duration - 1;
  await later;
  return {
    place: film.currentTime > film.duration - 1.5,
    shown: track.mode,
    words: [...track.cues].map(cue => cue.text),
    now: track.activeCues[0].text,
  };
}"""


def test_a_film_is_fetched_when_it_is_played_and_can_be_gone_through(portal, browser):
    context = new_context(browser, portal.url)
    page = context.new_page()
    complaints = complaints_of(page)
    fetched = []
    page.on("response", lambda one: fetched.append((one.url[-4:], one.status)))
    page.goto("/guides/videos/kacheln-ordnen/", wait_until="networkidle")
    before = [one for one in fetched if one[0] == "webm"]

    film = page.evaluate(PLAYED)
    said = page.locator(".ep-transcript li").all_inner_texts()
    context.close()

    assert before == []
    assert ("webm", 206) in fetched
    assert complaints == []
    assert film == {
        "place": True,
        "shown": "showing",
        "words": said,
        "now": said[-1],
    }
