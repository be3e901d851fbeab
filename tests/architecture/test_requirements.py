"""The pinned requirements can be installed with hashes, by any pip and on any day."""

import re
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[([a-z0-9, -]+)\])?==", re.MULTILINE)


def pinned_extras():
    """Which extras development.txt names, by package."""
    text = (ROOT / "requirements/development.txt").read_text()
    return {
        name: {canonicalize_name(one) for one in extras.replace(" ", "").split(",")}
        for name, extras in PINNED.findall(text)
    }


def demanded_extras():
    """Package and extra, for each that an installed package asks of another."""
    for package in distributions():
        for line in package.requires or ():
            wanted = Requirement(line)
            if not wanted.marker or wanted.marker.evaluate({"extra": ""}):
                for extra in wanted.extras:
                    yield canonicalize_name(wanted.name), canonicalize_name(extra)


def test_extras_are_pinned_with_the_package():
    """Otherwise an older pip takes the newest release, for which there is no hash."""
    pinned = pinned_extras()

    demanded = set(demanded_extras())

    assert ("coverage", "toml") in demanded
    assert [one for one in sorted(demanded) if one[1] not in pinned[one[0]]] == []
