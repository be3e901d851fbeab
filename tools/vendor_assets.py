"""Put fonts, icons and htmx from npm packages among our static files.

    python tools/vendor_assets.py <node_modules> [--icons-only] [--static <static/web>]

The sprite holds the icons that the templates name with `{% icon %}`, and those
of tools/icons.txt, which are named by Python, by JavaScript or in the database.
Fira Sans (OFL-1.1) comes from the KERN package, which has the complete letters
of Europe, and is cut into a Latin and an extended part, so that most visitors
load only the first.

Needs fonttools and brotli, which nothing else in the project needs for this.
"""

import argparse
import re
import shutil
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).parents[1]
STATIC = ROOT / "src/eduport/web/static/web"
ICON_LIST = Path(__file__).parent / "icons.txt"
ICON_TAG = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']""")
WEIGHTS = {"Regular": "400", "Medium": "500", "SemiBold": "600"}
PARTS = {
    "latin": (
        "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+0178,U+02C6,U+02DA,U+02DC,"
        "U+1E9E,U+2002-200F,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,"
        "U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2122,U+2190-2193,U+2212"
    ),
    "ext": (
        "U+0100-0130,U+0132-0151,U+0154-0177,U+0179-024F,U+0259,U+02BB-02BC,"
        "U+0300-0304,U+0306-030C,U+0323-0328,U+1E00-1E9D,U+1EA0-1EFF"
    ),
}
SPRITE = (
    '<svg xmlns="http://www.w3.org/2000/svg">'
    "<!-- Material Symbols (Google), Apache-2.0 -->{symbols}</svg>\n"
)


def icon_names() -> list[str]:
    """The icons of all templates and of the list, each once."""
    listed = (line.split("#")[0] for line in ICON_LIST.read_text().splitlines())
    names = {name for line in listed for name in line.split()}
    for template in (ROOT / "src").glob("eduport/*/templates/**/*.html"):
        names.update(ICON_TAG.findall(template.read_text()))
    return sorted(names)


def symbol(source: Path) -> str:
    drawn = re.findall(r'<path d="([^"]+)"', source.read_text())
    paths = "".join(f'<path d="{path}"/>' for path in drawn)
    return f'<symbol id="{source.stem}" viewBox="0 -960 960 960">{paths}</symbol>'


def write_icons(node_modules: Path, static: Path) -> None:
    package = node_modules / "@material-symbols/svg-400"
    names = icon_names()
    symbols = "".join(symbol(package / "rounded" / f"{name}.svg") for name in names)
    (static / "icons.svg").write_text(SPRITE.format(symbols=symbols))
    shutil.copy(package / "LICENSE", static / "LICENSE-Material-Symbols.txt")
    print(f"{len(names)} icons")


def write_sans(node_modules: Path, target: Path) -> None:
    source = node_modules / "@kern-ux/native/dist/fonts/fira-sans"
    for name, weight in WEIGHTS.items():
        for part, letters in PARTS.items():
            subset.main(
                [
                    str(source / f"FiraSans-{name}.woff2"),
                    "--flavor=woff2",
                    f"--unicodes={letters}",
                    "--layout-features=kern,liga,mark,mkmk,ccmp,locl,tnum",
                    f"--output-file={target}/fira-sans-{weight}-{part}.woff2",
                ]
            )


def write_fonts(node_modules: Path, static: Path) -> None:
    target = static / "vendor/fonts"
    target.mkdir(parents=True, exist_ok=True)
    write_sans(node_modules, target)
    fontsource = node_modules / "@fontsource"
    mono = fontsource / "fira-mono/files/fira-mono-latin-500-normal.woff2"
    shutil.copy(mono, target / "fira-mono-500-latin.woff2")
    shutil.copy(fontsource / "fira-sans/LICENSE", target / "LICENSE-Fira-Sans.txt")
    shutil.copy(fontsource / "fira-mono/LICENSE", target / "LICENSE-Fira-Mono.txt")


def write_htmx(node_modules: Path, static: Path) -> None:
    target = static / "vendor/htmx"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(node_modules / "htmx.org/dist/htmx.min.js", target)
    shutil.copy(node_modules / "htmx.org/LICENSE", target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node_modules", type=Path)
    parser.add_argument("--static", type=Path, default=STATIC)
    parser.add_argument("--icons-only", action="store_true")
    options = parser.parse_args()
    write_icons(options.node_modules, options.static)
    if not options.icons_only:
        write_fonts(options.node_modules, options.static)
        write_htmx(options.node_modules, options.static)


if __name__ == "__main__":
    main()
