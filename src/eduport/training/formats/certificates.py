"""A certificate as a file: PDF/A-2 for archives and PDF/UA for readers, by Typst."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

import typst

from eduport.web.typefaces import FOLDER

# What people are called comes in by `sys.inputs`: as text, never as markup.
SOURCE = b"""
#let it = sys.inputs
#set document(title: it.heading, author: it.issuer, date: datetime(
  year: int(it.year), month: int(it.month), day: int(it.day)))
#set page(paper: "a4", margin: (x: 30mm, top: 35mm, bottom: 25mm))
#set text(font: "Eduport Letter Sans", size: 12pt, lang: "de", fill: rgb("#131525"))
#show heading: set text(size: 26pt, weight: 600, fill: rgb("#2044aa"))
#set par(leading: 0.8em, spacing: 1.4em)
#text(size: 10pt, fill: rgb("#51577a"), it.issuer)
#v(18mm)
#heading(level: 1, it.heading)
#v(10mm)
#text(size: 18pt, weight: 600, it.name)

#it.took_part

#text(size: 15pt, weight: 600, it.title)

#it.period

#if it.place != "" [#it.place]

#it.hours
#v(1fr)
#it.issued
#v(6mm)
#line(length: 100%, stroke: 0.5pt + rgb("#51577a"))
#text(size: 10pt)[#it.check_label #text(font: "Eduport Letter Mono", it.code) \\
#it.check_url]
"""


@dataclass(frozen=True, slots=True)
class CertificateText:
    """What stands on the paper, in words."""

    heading: str
    issuer: str
    name: str
    took_part: str
    title: str
    period: str
    place: str
    hours: str
    issued: str
    check_label: str
    code: str
    check_url: str


@cache
def _fonts() -> typst.Fonts:
    """Our fonts only, whatever is installed; read once in a process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(FOLDER)],
    )


def certificate_pdf(text: CertificateText, *, issued_at: datetime) -> bytes:
    """The file. The same certificate gives the same bytes, whenever it is fetched."""
    inputs = {name: getattr(text, name) for name in CertificateText.__slots__}
    day = {"year": issued_at.year, "month": issued_at.month, "day": issued_at.day}
    found = typst.compile(
        SOURCE,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs=inputs | {name: str(value) for name, value in day.items()},
        pdf_standards=["a-2b", "ua-1"],
        timestamp=int(issued_at.timestamp()),
    )
    return bytes(found)
