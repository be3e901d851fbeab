"""Lists of logins for a spreadsheet: Excel workbooks, and CSV."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from msoffcrypto.format.ooxml import OOXMLFile
from xlsxwriter import Workbook

from eduport.administration.formats.wording import secret_label, shown_day
from eduport.administration.types import Occasion, Recipient
from eduport.core.safe_csv import safe_cell

WIDTHS = (26, 12, 22, 22, 48, 20, 20)
# Names and codes are text, whatever they look like.
AS_TEXT = {
    "in_memory": True,
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class TableWriter:
    """What workbook and CSV have in common: one row a person."""

    def __init__(self, occasion: Occasion, *, language: str) -> None:
        self.occasion = occasion
        self.write_row(
            [
                _("School"),
                _("Class or role"),
                _("Last name"),
                _("First name"),
                pgettext("field", "Login"),
                secret_label(occasion.secret_kind),
                _("Valid until"),
            ]
        )

    def write_row(self, cells: Sequence[str]) -> None:
        raise NotImplementedError

    def begin_group(self, recipients: Sequence[Recipient]) -> None:
        """Groups stand in a column."""

    def add(self, recipient: Recipient, secret: str) -> None:
        expires_on = self.occasion.expires_on
        self.write_row(
            [
                recipient.school,
                recipient.group,
                recipient.family_name,
                recipient.call_name,
                recipient.login,
                secret,
                shown_day(expires_on) if expires_on else "",
            ]
        )


class WorkbookWriter(TableWriter):
    """An Excel workbook, not yet encrypted."""

    def __init__(self, occasion: Occasion, *, language: str) -> None:
        self.buffer = BytesIO()
        self.workbook = Workbook(self.buffer, AS_TEXT)
        self.sheet = self.workbook.add_worksheet(_("Logins"))
        self.sheet.freeze_panes(1, 0)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self.bold = self.workbook.add_format({"bold": True})
        self.rows = 0
        super().__init__(occasion, language=language)

    def write_row(self, cells: Sequence[str]) -> None:
        for column, cell in enumerate(cells):
            style = self.bold if self.rows == 0 else None
            self.sheet.write_string(self.rows, column, cell, style)
        self.rows += 1

    def finished(self) -> bytes:
        self.workbook.close()
        return self.buffer.getvalue()


class CsvWriter(TableWriter):
    """CSV for a German Excel, every cell harmless and quoted."""

    def __init__(self, occasion: Occasion, *, language: str) -> None:
        self.text = StringIO(newline="")
        self.csv = csv.writer(self.text, delimiter=";", quoting=csv.QUOTE_ALL)
        super().__init__(occasion, language=language)

    def write_row(self, cells: Sequence[str]) -> None:
        self.csv.writerow([safe_cell(cell) for cell in cells])

    def finished(self) -> bytes:
        return self.text.getvalue().encode("utf-8-sig")


def encrypted_workbook(content: bytes, password: str) -> bytes:
    """The workbook as Excel encrypts it itself (ECMA-376 agile, AES-256)."""
    encrypted = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, encrypted)
    return encrypted.getvalue()
