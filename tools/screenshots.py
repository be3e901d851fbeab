"""Take pictures of pages and report what the browser complains about.

    python -m tools.screenshots http://127.0.0.1:8000 / /hilfe/ --axe
    python -m tools.screenshots http://127.0.0.1:8000 /portal/ --session <sessionid>

Pictures go to var/screenshots/<page>-<width>-<theme>.png. Ends with status 1 if a
page scrolls sideways, writes an error to the console or, with --axe, is not accessible.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.e2e.browser import (
    chromium,
    complaints_of,
    new_context,
    sideways_scroll,
    violations,
)

WIDTHS = [360, 768, 1440, 1920]
THEMES = ["light", "dark"]


def name_of(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "start"


def problems_of(page: Page, complaints: list[str], *, axe: bool) -> Iterator[str]:
    yield from complaints
    complaints.clear()
    if (pixels := sideways_scroll(page)) > 0:
        yield f"scrolls sideways by {pixels} px"
    if axe:
        yield from (f"axe: {violation}" for violation in violations(page))


def take(
    browser: Browser, options: argparse.Namespace, width: int, theme: str
) -> Iterator[str]:
    """Pictures of all pages at one width and theme; yields the problems."""
    context = new_context(
        browser,
        options.base_url,
        width=width,
        theme=theme,
        session=options.session,
        bypass_csp=options.axe,
        locale=options.locale,
    )
    page = context.new_page()
    complaints = complaints_of(page)
    for path in options.paths:
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        file = options.output / f"{name_of(path)}-{width}-{theme}.png"
        page.screenshot(path=file, full_page=not options.fold)
        for problem in problems_of(page, complaints, axe=options.axe):
            yield f"{path} {width} {theme}: {problem}"
    context.close()


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--session", default="", help="a session cookie's value")
    parser.add_argument("--locale", default="de-DE")
    parser.add_argument("--axe", action="store_true", help="check accessibility too")
    parser.add_argument("--fold", action="store_true", help="only the first screen")
    parser.add_argument("--output", type=Path, default=Path("var/screenshots"))
    return parser.parse_args()


def main() -> None:
    options = parsed()
    options.output.mkdir(parents=True, exist_ok=True)
    found = []
    with chromium() as browser:
        for width, theme in product(options.widths, options.themes):
            found += take(browser, options, width, theme)
    print("\n".join(found) or "Nothing to complain about.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
