"""Letters for window envelopes: DIN 5008 form B, one page a person.

The window shows what stands between 20 and 110 mm from the left and 45 and 90 mm from
the top. Only the name and where to find the person stand there; login and secret stand
far below, on the inside of the fold.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from reportlab.lib.colors import HexColor

from eduport.administration.formats.pdf import BLUE, BOLD, MONO, MUTED, Paper
from eduport.administration.formats.wording import (
    alphabet,
    secret_label,
    shown_day,
    validity,
    wording,
)
from eduport.administration.types import Occasion, Recipient

LEFT, RIGHT = 25, 190
ADDRESS_TOP, ADDRESS_WIDTH = 62.7, 80
INFORMATION_LEFT = 125
SUBJECT_TOP = 102
FOLDS, PUNCH = (105, 210), 148.5
SUNKEN = HexColor("#eef0f6")
NAMES_A_COLUMN, NAMES_TOP = 26, 78


class LetterWriter:
    """One letter a person, behind a cover sheet for each class."""

    def __init__(self, occasion: Occasion, *, language: str) -> None:
        self.occasion = occasion
        self.paper = Paper(
            title=_("Access to eduPort"), author=occasion.authority, language=language
        )

    def begin_group(self, recipients: Sequence[Recipient]) -> None:
        """Cover sheets: whose letters follow, with boxes to tick when handing out."""
        a_sheet = 2 * NAMES_A_COLUMN
        for start in range(0, len(recipients), a_sheet):
            self._cover(recipients[start : start + a_sheet], len(recipients))

    def _cover(self, shown: Sequence[Recipient], count: int) -> None:
        paper, first = self.paper, shown[0]
        group = first.group or first.school
        paper.bookmark(group)
        self._head(first.school)
        paper.write((LEFT, 50), group, font=BOLD, size=26)
        letters = ngettext("%(n)d letter", "%(n)d letters", count) % {"n": count}
        line = f"{letters} · {shown_day(self.occasion.issued_on)}"
        paper.write((LEFT, 60), line, size=12, colour=MUTED)
        hand_over = _("Hand each letter over in person. Tick who has got one.")
        paper.write((LEFT, 68), hand_over, size=10, colour=MUTED)
        for number, recipient in enumerate(shown):
            column, row = divmod(number, NAMES_A_COLUMN)
            x, y = LEFT + 85 * column, NAMES_TOP + 7.4 * row
            paper.box((x, y), 3.2)
            paper.write_fitting((x + 6, y), listed(recipient), 74, size=10.5)
        paper.end_page()

    def add(self, recipient: Recipient, secret: str) -> None:
        """The letter of one person."""
        words = wording(recipient, self.occasion)
        paper = self.paper
        self._marks()
        self._head(recipient.school)
        self._address(recipient)
        self._information()
        paper.write((LEFT, SUBJECT_TOP), words.subject, font=BOLD, size=14)
        paper.write((LEFT, 112), words.greeting, size=10.5)
        paper.write_paragraph((LEFT, 118.5), words.opening, RIGHT - LEFT, size=10.5)
        self._secret(recipient, secret)
        y = 189.0
        for number, step in enumerate(words.steps, 1):
            paper.write((LEFT, y), f"{number}.", font=BOLD, size=10.5, colour=BLUE)
            y = paper.write_paragraph((LEFT + 7, y), step, 158, size=10.5) + 1.6
        y = paper.write_paragraph((LEFT, y + 3.5), words.warning, 165, size=10.5)
        paper.write_paragraph((LEFT, y + 3), words.questions, 165, size=10.5)
        self._foot(recipient.school)
        paper.end_page()

    def _head(self, school: str) -> None:
        self.paper.write((LEFT, 24), "eduPort", font=BOLD, size=20, colour=BLUE)
        self.paper.write_right((RIGHT, 24), school, RIGHT - INFORMATION_LEFT, size=9)
        self.paper.rule((LEFT, 29), (RIGHT, 29), width=0.35, colour=BLUE)

    def _address(self, recipient: Recipient) -> None:
        sender = ", ".join(filter(None, (recipient.school, self.occasion.authority)))
        self.paper.write_fitting((LEFT, 60), sender, ADDRESS_WIDTH, size=7)
        self.paper.rule((LEFT, 61.2), (LEFT + ADDRESS_WIDTH, 61.2))
        y = ADDRESS_TOP + 5.0
        for line in (recipient.name, recipient.group, recipient.school):
            if line:
                self.paper.write_fitting((LEFT, y), line, ADDRESS_WIDTH, size=11)
                y += 5.2

    def _information(self) -> None:
        rows = (
            (_("Date"), shown_day(self.occasion.issued_on)),
            (_("Only for"), _("the person addressed")),
        )
        y = 54.0
        for label, value in rows:
            place = (INFORMATION_LEFT, y)
            self.paper.write(place, label, size=7.5, colour=MUTED)
            self.paper.write((INFORMATION_LEFT, y + 4.4), value, size=10)
            y += 12

    def _secret(self, recipient: Recipient, secret: str) -> None:
        paper, kind = self.paper, self.occasion.secret_kind
        top = 132.0
        paper.panel((LEFT, top), (RIGHT - LEFT, 47), SUNKEN)
        paper.write(
            (LEFT + 6, top + 8), pgettext("field", "Login"), size=9, colour=MUTED
        )
        paper.write_fitting(
            (LEFT + 6, top + 14), recipient.login, 108, font=MONO, size=13
        )
        label = secret_label(kind)
        paper.write((LEFT + 6, top + 23), label, size=9, colour=MUTED)
        paper.write((LEFT + 6, top + 31), secret, font=MONO, size=21, colour=BLUE)
        paper.write((LEFT + 6, top + 37.5), validity(self.occasion), font=BOLD, size=9)
        paper.write_paragraph(
            (LEFT + 6, top + 42), alphabet(kind), 112, size=8, colour=MUTED
        )
        paper.qr_code(
            (RIGHT - 43, top + 4), 39, qr_target(self.occasion, recipient.login)
        )

    def _foot(self, school: str) -> None:
        self.paper.rule((LEFT, 279), (RIGHT, 279))
        line = ", ".join(filter(None, (school, self.occasion.authority)))
        self.paper.write_fitting((LEFT, 283.5), line, RIGHT - LEFT, size=7.5)

    def _marks(self) -> None:
        for y in FOLDS:
            self.paper.rule((4, y), (8, y))
        self.paper.rule((4, PUNCH), (10, PUNCH))

    def finished(self) -> bytes:
        return self.paper.finished()


def listed(recipient: Recipient) -> str:
    """The name as it stands in a list."""
    return f"{recipient.family_name}, {recipient.call_name}"


def qr_target(occasion: Occasion, login: str) -> str:
    """The page with the login filled in.

    Never the secret: addresses stay in histories, and scanners keep what they read.
    """
    return f"{occasion.page}?{urlencode({'login': login})}"
