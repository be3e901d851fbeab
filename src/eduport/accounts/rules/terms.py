"""Terms of use as text with headings."""

from typing import NamedTuple

HEADING = "## "


class Section(NamedTuple):
    """A heading, which may be empty, and the paragraphs below it."""

    heading: str
    paragraphs: list[str]


def sections(text: str) -> list[Section]:
    """Divide a text at its headings and empty lines."""
    found = [Section("", [])]
    for block in text.replace("\r\n", "\n").split("\n\n"):
        paragraph = " ".join(block.split())
        if paragraph.startswith(HEADING):
            found.append(Section(paragraph.removeprefix(HEADING), []))
        elif paragraph:
            found[-1].paragraphs.append(paragraph)
    return [section for section in found if section.heading or section.paragraphs]
