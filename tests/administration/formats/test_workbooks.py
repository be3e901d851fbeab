import subprocess
from dataclasses import replace
from io import BytesIO

import msoffcrypto
import openpyxl
import pytest
import pyzipper
from django.utils import translation

from eduport.administration.formats.archives import encrypted_archive
from eduport.administration.formats.workbooks import (
    CsvWriter,
    WorkbookWriter,
    encrypted_workbook,
)
from tests.administration.formats.people import CODES, DOERTE

PASSWORD = "Elbe-Fähre-Moin-7"
AES_256 = 3
HOSTILE = replace(DOERTE, family_name='=HYPERLINK("http://x.example")', call_name="+1")


def written(writer_class):
    with translation.override("de"):
        writer = writer_class(CODES, language="de-DE")
        writer.begin_group([DOERTE, HOSTILE])
        writer.add(DOERTE, "K7WX-M2PA-9RTD")
        writer.add(HOSTILE, "ABCD-EFGH-JKLM")
        return writer.finished()


@pytest.mark.slow
def test_a_workbook_opens_with_the_password_only():
    encrypted = encrypted_workbook(written(WorkbookWriter), PASSWORD)

    file = msoffcrypto.OfficeFile(BytesIO(encrypted))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        file.load_key(password="Elbe-Fähre-Moin-8", verify_password=True)
    opened = BytesIO()
    file.load_key(password=PASSWORD, verify_password=True)
    file.decrypt(opened)

    assert b"K7WX" not in encrypted
    sheet = openpyxl.load_workbook(opened).active
    assert list(sheet.values) == [
        (
            "Schule",
            "Klasse oder Rolle",
            "Nachname",
            "Vorname",
            "Benutzerkennung",
            "Aktivierungscode",
            "Gültig bis",
        ),
        (
            "Gymnasium am Kanal",
            "Klasse 7a",
            "von Adel-Strauß",
            "Dörte-Marie",
            "doerte-marie.vonadel-strauss@gak.hamburg.de",
            "K7WX-M2PA-9RTD",
            "22. November 2026",
        ),
        (
            "Gymnasium am Kanal",
            "Klasse 7a",
            '=HYPERLINK("http://x.example")',
            "+1",
            "doerte-marie.vonadel-strauss@gak.hamburg.de",
            "ABCD-EFGH-JKLM",
            "22. November 2026",
        ),
    ]
    # Text that looks like a formula, not a formula.
    assert [cell.data_type for cell in sheet[3]] == ["s"] * 7


def test_csv_is_for_a_german_excel_and_runs_nothing():
    lines = written(CsvWriter).decode("utf-8-sig").splitlines()

    assert lines[1:] == [
        (
            '"Gymnasium am Kanal";"Klasse 7a";"von Adel-Strauß";"Dörte-Marie";'
            '"doerte-marie.vonadel-strauss@gak.hamburg.de";"K7WX-M2PA-9RTD";'
            '"22. November 2026"'
        ),
        (
            '"Gymnasium am Kanal";"Klasse 7a";"\'=HYPERLINK(""http://x.example"")";"\'+1";'
            '"doerte-marie.vonadel-strauss@gak.hamburg.de";"ABCD-EFGH-JKLM";'
            '"22. November 2026"'
        ),
    ]


def test_an_archive_opens_with_the_password_only():
    encrypted = encrypted_archive("Zugänge.csv", b"secret rows", PASSWORD)

    archive = pyzipper.AESZipFile(BytesIO(encrypted))
    with pytest.raises(RuntimeError, match="Bad password"):
        archive.read("Zugänge.csv", pwd=b"wrong")
    archive.setpassword(PASSWORD.encode())

    assert b"secret" not in encrypted
    assert archive.read("Zugänge.csv") == b"secret rows"
    assert archive.infolist()[0].wz_aes_strength == AES_256


def test_another_program_opens_the_archive(tmp_path):
    path = tmp_path / "list.zip"
    path.write_bytes(encrypted_archive("list.csv", b"secret rows", "Elbe-Moin-7"))

    command = ["7z", "e", "-so", "-pElbe-Moin-7", str(path)]
    opened = subprocess.run(command, check=True, capture_output=True)

    assert opened.stdout == b"secret rows"
