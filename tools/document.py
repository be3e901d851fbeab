"""Write the generated pages of docs/; `make docs` runs it.

python -m tools.document
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from eduport.ops.reference import settings_page

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "docs"
CATALOGUE = ROOT / "src/eduport/sync/locale/de/LC_MESSAGES/django.po"
PROBLEMS_HEAD = """\
# What can be wrong in a roster

<!-- Made by `make docs`. Change src/eduport/sync/formats/problems.py instead. -->

Every sentence that a report can hold, in both languages; `‹…›` is filled in. *Refused*
rows are left out and all others count; *notes* change nothing; what *holds* or *stops*
a run is about a whole file, and then a human decides whether anything is applied. At
most 10,000 notes and refused rows are listed for one roster.
"""


def problems_page() -> str:
    """The page of all sentences about rosters, in English and German."""
    from django.utils.translation import override  # noqa: PLC0415 -- as below

    from eduport.sync.formats.problems import (  # noqa: PLC0415 -- needs settings
        FILE_MESSAGES,
        PLANNING_MESSAGES,
    )

    with CATALOGUE.open("rb") as file:
        german = read_po(file, locale="de")
    tables = {
        "Found while reading": FILE_MESSAGES,
        "Found while comparing": PLANNING_MESSAGES,
    }
    parts = [PROBLEMS_HEAD]
    for title, messages in tables.items():
        parts += [f"\n## {title}\n\n| Code | English | Deutsch |\n|---|---|---|\n"]
        with override(None):
            rows = {code: str(message) for code, message in messages.items()}
        parts += [_row(code, english, german) for code, english in rows.items()]
    return "".join(parts)


def _row(code: str, english: str, german: Catalog) -> str:
    message = german.get(english)
    translated = str(message.string) if message else ""
    return f"| `{code}` | {_shown(english)} | {_shown(translated)} |\n"


def _shown(sentence: str) -> str:
    """The sentence with its placeholders as a reader understands them."""
    return sentence.replace("%(", "‹").replace(")s", "›").replace("|", r"\|")


def main() -> None:
    import django  # noqa: PLC0415 -- once the settings are named

    django.setup()
    (DOCUMENTS / "operators/settings.md").write_text(settings_page())
    (DOCUMENTS / "formats/problems.md").write_text(problems_page())


if __name__ == "__main__":
    main()
