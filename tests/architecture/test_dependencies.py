"""Every dependency has its reason in docs/dependencies.md."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/dependencies.md"
NAME = re.compile(r"[A-Za-z0-9._-]+")
ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


def direct_dependencies():
    """The names in pyproject.toml: runtime, optional and development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    optional = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    lists = [project["project"]["dependencies"], *optional, *groups]
    return {NAME.match(line)[0] for lines in lists for line in lines}


def explained_packages():
    tables = PAGE.read_text().split("## In the pages")[0]
    return set(ROW.findall(tables))


def test_every_direct_dependency_is_explained_and_nothing_else():
    assert explained_packages() == direct_dependencies()


def test_what_the_tests_install_is_explained():
    script = (ROOT / "tools/setup-tests.sh").read_text()
    packages = set(re.findall(r'missing="(?:\$missing )?([a-z0-9-]+)"', script))

    assert packages, "tools/setup-tests.sh is written differently now"
    assert packages <= set(re.findall(r"`([a-z0-9-]+)`", PAGE.read_text()))


def test_every_explanation_names_a_licence():
    tables = PAGE.read_text().split("## On the machine")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]

    assert [row for row in cells if len(row) != 4 or not row[3]] == []
