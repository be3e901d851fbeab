"""Record the films of the guides: the real interface, with captions and no sound.

A film is a row of steps; each says its caption and then acts. Chromium sends a picture
whenever something changes, ffmpeg joins them, and the captions get the times at which
the steps began: so they always fit. Needs ffmpeg with libvpx (Debian: ffmpeg).
"""

import base64
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Locator, Page

from eduport.guides.formats.captions import write_captions
from eduport.guides.types import Cue

WIDTH, HEIGHT = 1200, 750
LETTER_MILLISECONDS = 55
READING_SECONDS_A_LETTER = 0.055
SHORTEST_SECONDS = 2.5
AFTER_THE_LAST = 0.4
# Constant quality, as slow as it must be: text stays sharp and the file small.
ENCODING = ["-c:v", "libvpx-vp9", "-crf", "40", "-b:v", "0", "-row-mt", "1"]
ENCODING += ["-deadline", "good", "-cpu-used", "5"]
RATE = "10"
POINTER = """([x, y]) => {
  let dot = document.getElementById("film-pointer");
  if (!dot) {
    dot = document.createElement("div");
    dot.id = "film-pointer";
    Object.assign(dot.style, {position: "fixed", zIndex: "2147483647", width: "28px",
      height: "28px", borderRadius: "50%", border: "4px solid #c4262e",
      background: "rgb(196 38 46 / .2)", pointerEvents: "none",
      transform: "translate(-50%, -50%)", transition: "left .5s, top .5s"});
    document.body.append(dot);
  }
  dot.style.left = `${x}px`;
  dot.style.top = `${y}px`;
}"""

# The policy forbids style in a page, but not a sheet that a script adopts.
QUIET = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(".ep-banners, .ep-banner:not([hidden]) {display: none}");
document.adoptedStyleSheets = [sheet];
"""
"""Leaves out what is disturbed in the demo, which no film is about."""

Act = Callable[[Page], None]


class Step(NamedTuple):
    """What is said, and what happens meanwhile."""

    words: str
    act: Act


class Picture(NamedTuple):
    """What the screen showed from a moment on."""

    at: float
    png: bytes


def begin(page: Page, path: str) -> None:
    """The first page of a film."""
    page.add_init_script(QUIET)
    page.goto(path, wait_until="networkidle")


def nothing(_page: Page) -> None:
    """Let people read."""


def point(page: Page, target: Locator) -> None:
    """Show where something happens."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    if box:
        middle = [box["x"] + min(box["width"] / 2, 220), box["y"] + box["height"] / 2]
        page.evaluate(POINTER, middle)
        page.wait_for_timeout(700)


def click(selector: str) -> Act:
    """Point at the first of these and press it."""

    def act(page: Page) -> None:
        target = page.locator(selector).first
        point(page, target)
        target.click()
        page.wait_for_load_state("networkidle")

    return act


def write(selector: str, text: str) -> Act:
    """Type letter by letter, as people do."""

    def act(page: Page) -> None:
        target = page.locator(selector).first
        point(page, target)
        target.click()
        target.press_sequentially(text, delay=LETTER_MILLISECONDS)

    return act


def show(selector: str) -> Act:
    """Point at something."""
    return lambda page: point(page, page.locator(selector).first)


def one_after_another(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


class Recorder:
    """Keeps every picture that Chromium sends of a page."""

    def __init__(self, page: Page) -> None:
        self.pictures: list[Picture] = []
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.on("Page.screencastFrame", self.keep)

    def keep(self, frame: dict[str, Any]) -> None:
        at = float(frame["metadata"]["timestamp"])
        self.pictures.append(Picture(at, base64.b64decode(frame["data"])))
        words = {"sessionId": frame["sessionId"]}
        self.session.send("Page.screencastFrameAck", words)

    def start(self) -> None:
        self.session.send("Page.startScreencast", {"format": "png"})

    def stop(self) -> None:
        self.session.send("Page.stopScreencast")


def record(page: Page, steps: Sequence[Step], target: Path) -> None:
    """Play the steps; write `target`.webm, .jpg and .de.vtt."""
    recorder = Recorder(page)
    recorder.start()
    began = time.time()
    starts = []
    for step in steps:
        starts.append(time.time() - began)
        step.act(page)
        spent = time.time() - began - starts[-1]
        page.wait_for_timeout(1000 * max(reading_time(step.words) - spent, 0.6))
    length = time.time() - began
    recorder.stop()
    ends = [*starts[1:], length]
    cues = [
        Cue(start, end, step.words)
        for start, end, step in zip(starts, ends, steps, strict=True)
    ]
    target.with_suffix(".de.vtt").write_text(write_captions(cues))
    join(recorder.pictures, began, length + AFTER_THE_LAST, target)


def reading_time(words: str) -> float:
    return max(len(words) * READING_SECONDS_A_LETTER, SHORTEST_SECONDS)


def join(
    pictures: Sequence[Picture], began: float, length: float, target: Path
) -> None:
    """Let ffmpeg make a film of pictures, each shown until the next one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listing = []
        ends = [one.at for one in pictures[1:]] + [began + length]
        for number, (one, end) in enumerate(zip(pictures, ends, strict=True)):
            (folder / f"{number}.png").write_bytes(one.png)
            since = max(one.at, began) if number else began
            listing += [f"file {number}.png", f"duration {max(end - since, 0.001):.3f}"]
        # ffmpeg forgets how long the last one stands unless it is named again.
        listing.append(f"file {len(pictures) - 1}.png")
        (folder / "list.txt").write_text("\n".join(listing))
        source = ["ffmpeg", "-y", "-loglevel", "error", "-f", "concat"]
        source += ["-i", str(folder / "list.txt")]
        size = f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=decrease"
        look = ["-vf", f"{size},fps={RATE},format=yuv420p"]
        film = str(target.with_suffix(".webm"))
        subprocess.run([*source, *look, *ENCODING, "-an", film], check=True)
        last = str(folder / f"{len(pictures) - 1}.png")
        poster = ["-vf", size, "-q:v", "9", str(target.with_suffix(".jpg"))]
        subprocess.run(
            ["ffmpeg", "-y", "-loglevel", "error", "-i", last, *poster], check=True
        )
    print(f"{target.stem}: {round(length)} s, {Path(film).stat().st_size // 1024} KB")
