"""Collects and compiles translations: `messages.py collect [domain …] | compile`."""

import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/eduport"


def compile_all() -> None:
    """Write a .mo beside every .po that is newer."""
    for source in PACKAGE.rglob("*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale="de"))


def collect(*domains: str) -> None:
    """Bring the catalogues in line with the source: of these domains, or of all.

    Needs GNU gettext.
    """
    for locale in PACKAGE.glob("*/locale"):
        if domains and locale.parent.name not in domains:
            continue
        # -P: a domain's types.py must not stand in for Python's own.
        django = [sys.executable, "-P", "-m", "django"]
        command = ["makemessages", "-l", "de", "--no-location", "--no-wrap"]
        subprocess.run([*django, *command], cwd=locale.parent, check=True)


if __name__ == "__main__":
    {"collect": collect, "compile": compile_all}[sys.argv[1]](*sys.argv[2:])
