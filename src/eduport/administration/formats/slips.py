"""Slips for a class: two by five on a page, to be cut along the lines."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eduport.administration.formats.letters import qr_target
from eduport.administration.formats.pdf import BLUE, BOLD, MONO, MUTED, Paper
from eduport.administration.formats.wording import secret_label, validity, wording
from eduport.administration.types import Occasion, Recipient

COLUMNS, ROWS = 2, 5
WIDTH, HEIGHT = 105.0, 297 / ROWS
PADDING = 7
DASH = (1.6, 1.6)


class SlipWriter:
    """Ten slips a page; a class begins on a new one."""

    def __init__(self, occasion: Occasion, *, language: str) -> None:
        self.occasion = occasion
        self.used = 0
        self.paper = Paper(
            title=_("Access to eduPort"), author=occasion.authority, language=language
        )

    def begin_group(self, recipients: Sequence[Recipient]) -> None:
        self._end_page()
        self.paper.bookmark(recipients[0].group or recipients[0].school)

    def add(self, recipient: Recipient, secret: str) -> None:
        """The next slip of the page."""
        if self.used == COLUMNS * ROWS:
            self._end_page()
        if not self.used:
            self._cut_lines()
        row, column = divmod(self.used, COLUMNS)
        self._slip((column * WIDTH, row * HEIGHT), recipient, secret)
        self.used += 1

    def _slip(
        self, corner: tuple[float, float], recipient: Recipient, secret: str
    ) -> None:
        paper, occasion = self.paper, self.occasion
        x, y = corner[0] + PADDING, corner[1] + PADDING
        wide = WIDTH - 2 * PADDING
        code_side = 29.0
        narrow = wide - code_side - 3
        paper.write_fitting((x, y + 4), recipient.name, narrow, font=BOLD, size=12)
        belongs = " · ".join(filter(None, (recipient.group, recipient.school)))
        paper.write_fitting((x, y + 8.6), belongs, narrow, size=8.5)
        paper.write((x, y + 14.6), pgettext("field", "Login"), size=7, colour=MUTED)
        paper.write_fitting((x, y + 18.6), recipient.login, narrow, font=MONO, size=9.5)
        label = secret_label(occasion.secret_kind)
        paper.write((x, y + 24), label, size=7, colour=MUTED)
        paper.write((x, y + 29.4), secret, font=MONO, size=15, colour=BLUE)
        paper.write((x, y + 34.2), validity(occasion), font=BOLD, size=7.5)
        words = wording(recipient, occasion)
        y_next = paper.write_paragraph((x, y + 38.6), words.slip, wide, size=7)
        paper.write_paragraph((x, y_next), words.questions, wide, size=7)
        target = qr_target(occasion, recipient.login)
        paper.qr_code((x + wide - code_side + 3, y - 2.5), code_side, target)

    def _cut_lines(self) -> None:
        for row in range(1, ROWS):
            y = row * HEIGHT
            self.paper.rule((0, y), (COLUMNS * WIDTH, y), dash=DASH)
        self.paper.rule((WIDTH, 0), (WIDTH, 297), dash=DASH)

    def _end_page(self) -> None:
        if self.used:
            self.paper.end_page()
            self.used = 0

    def finished(self) -> bytes:
        self._end_page()
        return self.paper.finished()
