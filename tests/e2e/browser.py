"""A real browser for tests and pictures: the distribution's Chromium, and axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import axe_core_python
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    sync_playwright,
)

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=de-DE",
]
HEIGHTS = {320: 640, 360: 740, 768: 1024, 1440: 900, 1920: 1080}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Path(axe_core_python.__file__).parent / "axe.min.js"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of axe that a page breaks, with the first place where it does."""

    rule: str
    impact: str
    places: int
    example: str
    why: str


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that is closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def new_context(
    browser: Browser,
    base_url: str,
    *,
    width: int = 1440,
    theme: str = "light",
    session: str = "",
    **options: Any,
) -> BrowserContext:
    """A visitor's browser of a width and theme; `session` signs somebody in."""
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        color_scheme="dark" if theme == "dark" else "light",
        locale=options.pop("locale", "de-DE"),
        **options,
    )
    cookies = {"ep_theme": theme, "sessionid": session}
    context.add_cookies(
        [
            {"name": name, "value": value, "url": base_url}
            for name, value in cookies.items()
            if value
        ]
    )
    return context


def complaints_of(page: Page) -> list[str]:
    """What the browser will have complained about, filled as pages are opened."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # An error page, or a form with errors, is no fault of the page.
        is_the_page_itself = message.location["url"] == page.url
        if message.type in ("error", "warning") and not is_the_page_itself:
            found.append(f"{message.type}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: found.append(f"script: {error}"))
    return found


def sideways_scroll(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
    )


def follow(page: Page, control: Locator) -> None:
    """Click on what leads to another page, and wait until that one is there.

    A click alone returns while the old page still stands, or is being torn down.
    """
    with page.expect_navigation():
        control.click()


def violations(page: Page) -> list[Violation]:
    """What axe finds on a page. The context needs `bypass_csp=True`.

    Give pages with a bar that sticks to the bottom a tall window first, otherwise
    controls that are merely scrolled below it count as too small.
    """
    page.evaluate(AXE.read_text())
    result = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
    )
    return [_violation(found) for found in result["violations"]]


def _violation(found: dict[str, Any]) -> Violation:
    node = found["nodes"][0]
    checks = node["any"] or node["all"] or node["none"]
    return Violation(
        rule=found["id"],
        impact=found["impact"],
        places=len(found["nodes"]),
        example=node["html"][:200],
        why=checks[0]["message"] if checks else "",
    )
