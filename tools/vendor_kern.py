"""Cut the KERN stylesheet down to what we use and put it among our static files.

    python tools/vendor_kern.py <node_modules> [<static/web>]

Utilities and grid ship as files of their own, so removing them is exact. The
Kopfzeile goes because it is a trust mark of federation and states, not ours to
show; icon rules go because their data: URIs are most of the bytes. The rest is
wrapped in `@layer kern`, so that our unlayered rules always win. The result is
a modified work under EUPL-1.2: its header says so and the licence lies beside it.

Needs tinycss2, which nothing else in the project needs.
"""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tinycss2

STATIC = Path(__file__).parents[1] / "src/eduport/web/static/web"
KEPT_ICONS = {"info", "success", "warning", "danger"}
ICON_SIZES = {"small", "large", "x-large", "default"}
HEADER = """\
/*! KERN UX @kern-ux/native {version}, EUPL-1.2, (c) KERN-Team / Dataport.
    Source: https://gitlab.opencode.de/kern-ux/kern-ux-plain
    Modified for eduPort by tools/vendor_kern.py: utilities, grid, Kopfzeile and
    unused icons removed, wrapped in @layer kern.
    sha256 of the original dist/kern.css: {digest} */
"""

Key = tuple[str, str, str]


def parsed(css: str) -> list[Any]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def squeezed(tokens: list[Any]) -> str:
    return re.sub(r"\s+", "", tinycss2.serialize(tokens))


def keys(css: str, media: str = "") -> Iterator[Key]:
    """What identifies each rule of a stylesheet: media query, selector, body."""
    for rule in parsed(css):
        if rule.type == "qualified-rule":
            yield media, squeezed(rule.prelude), squeezed(rule.content)
        elif (
            rule.type == "at-rule" and rule.content and rule.lower_at_keyword == "media"
        ):
            yield from keys(tinycss2.serialize(rule.content), squeezed(rule.prelude))


def is_unwanted(selector: str) -> bool:
    if "kern-kopfzeile" in selector:
        return True
    icons = set(re.findall(r"\.kern-icon--([a-z-]+)", selector))
    return bool(icons) and not icons & (KEPT_ICONS | ICON_SIZES)


def minified(rule: Any) -> str:
    body = re.sub(r"/\*.*?\*/", "", tinycss2.serialize(rule.content), flags=re.DOTALL)
    body = re.sub(r"\s+", " ", body).strip()
    body = re.sub(r"\s*([{};,])\s*", r"\1", body).replace(": ", ":").rstrip(";")
    selector = re.sub(r"\s+", " ", tinycss2.serialize(rule.prelude).strip())
    return f"{selector}{{{body}}}" if body else ""


def kept_style(rule: Any, unwanted: set[Key], media: str) -> str:
    key = media, squeezed(rule.prelude), squeezed(rule.content)
    if key in unwanted or is_unwanted(tinycss2.serialize(rule.prelude)):
        return ""
    return minified(rule)


def kept_media(rule: Any, unwanted: set[Key]) -> str:
    inner = cut(tinycss2.serialize(rule.content), unwanted, squeezed(rule.prelude))
    query = tinycss2.serialize(rule.prelude).strip()
    return f"@media {query}{{{inner}}}" if inner else ""


def kept(rule: Any, unwanted: set[Key], media: str) -> str:
    if rule.type == "qualified-rule":
        return kept_style(rule, unwanted, media)
    if rule.type != "at-rule" or rule.lower_at_keyword == "charset":
        return ""
    if rule.lower_at_keyword == "media":
        return kept_media(rule, unwanted)
    return tinycss2.serialize([rule])


def cut(css: str, unwanted: set[Key], media: str = "") -> str:
    return "\n".join(
        filter(None, (kept(rule, unwanted, media) for rule in parsed(css)))
    )


def main(node_modules: Path, static: Path) -> None:
    package = node_modules / "@kern-ux/native"
    full = (package / "dist/kern.css").read_text()
    unwanted = {
        key
        for name in ("kern-utilities.css", "kern-grid.css")
        for key in keys((package / "dist" / name).read_text())
    }
    version = json.loads((package / "package.json").read_text())["version"]
    digest = hashlib.sha256(full.encode()).hexdigest()
    core = HEADER.format(version=version, digest=digest)
    core += f"@layer kern{{\n{cut(full, unwanted)}\n}}\n"
    target = static / "vendor/kern"
    target.mkdir(parents=True, exist_ok=True)
    (target / "kern.core.css").write_text(core)
    (target / "LICENSE.md").write_text((package / "LICENSE.md").read_text())
    print(f"KERN {version}: {len(full)} -> {len(core)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else STATIC)  # noqa: PLR2004
