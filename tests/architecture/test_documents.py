"""Generated pages are up to date."""

from pathlib import Path

from eduport.ops.reference import settings_page

DOCUMENTS = Path(__file__).parents[2] / "docs"


def test_the_handbook_lists_the_settings_as_they_are():
    page = DOCUMENTS / "operators/settings.md"

    assert page.read_text() == settings_page(), "Run: eduport config document"
