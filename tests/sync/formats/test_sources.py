"""Zip files: read without unpacking, refused when they are not what they should be."""

import stat
import zipfile

import pytest

from eduport.sync.errors import (
    BrokenZipError,
    NoRosterError,
    UnknownFormatError,
    UnsafeZipError,
    ZipTooLargeError,
)
from eduport.sync.formats import open_roster
from eduport.sync.formats.detection import detect_roster
from eduport.sync.formats.sources import RATIO_IS_CHECKED_FROM
from tests.sync.formats.rosters import FIXTURES, PERSONS, read, zip_folder


def write_zip(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("prefix", ["", "export/"])
@pytest.mark.parametrize(
    "name", ["oneroster-1.1", "oneroster-1.2", "sds-1", "sds-2.1", "plain"]
)
def test_a_zip_file_reads_like_its_folder(tmp_path, name, prefix):
    archive = zip_folder(FIXTURES / name, tmp_path / "r.zip", prefix)

    assert open_roster(archive).format_name == name
    assert read(archive) == read(FIXTURES / name)


def test_other_files_in_a_zip_file_do_not_matter(tmp_path):
    entries = [("personen.csv", PERSONS), ("__MACOSX/._x", "?"), ("a/b/users.csv", "?")]

    assert open_roster(write_zip(tmp_path / "r.zip", entries)).format_name == "plain"


@pytest.mark.parametrize(
    "name", ["../personen.csv", "/personen.csv", "a\\..\\personen.csv"]
)
def test_a_path_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(UnsafeZipError):
        open_roster(write_zip(tmp_path / "r.zip", [(name, PERSONS)]))


def test_a_link_is_refused(tmp_path):
    link = zipfile.ZipInfo("personen.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    with pytest.raises(UnsafeZipError):
        open_roster(write_zip(tmp_path / "r.zip", [(link, "/etc/passwd")]))


def test_two_files_of_one_name_are_refused(tmp_path):
    entries = [("personen.csv", PERSONS), ("a/Personen.csv", PERSONS)]

    with pytest.raises(UnsafeZipError):
        open_roster(write_zip(tmp_path / "r.zip", entries))


def test_a_zip_file_above_the_limit_is_refused(tmp_path):
    archive = write_zip(tmp_path / "r.zip", [("personen.csv", PERSONS)])

    with pytest.raises(ZipTooLargeError):
        detect_roster(archive, max_size=10)


def test_a_zip_bomb_is_refused(tmp_path):
    bomb = b"\n" * (RATIO_IS_CHECKED_FROM + 1)

    with pytest.raises(ZipTooLargeError):
        open_roster(write_zip(tmp_path / "r.zip", [("personen.csv", bomb)]))


def test_a_zip_file_that_is_cut_off_says_so(tmp_path):
    archive = zip_folder(FIXTURES / "plain", tmp_path / "r.zip")
    archive.write_bytes(archive.read_bytes()[:-40])

    with pytest.raises(BrokenZipError, match=r"r\.zip"):
        open_roster(archive)


def test_a_damaged_member_says_so(tmp_path):
    archive = tmp_path / "r.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        target.writestr("personen.csv", PERSONS + "1;Anna;Meyer;Lehr;xy\n")
    archive.write_bytes(archive.read_bytes().replace(b"Anna", b"Anne"))

    with pytest.raises(BrokenZipError):
        read(archive)


def test_nothing_at_the_place_says_so(tmp_path):
    with pytest.raises(NoRosterError):
        open_roster(tmp_path / "r.zip")


def test_files_of_no_format_are_named(tmp_path):
    (tmp_path / "noten.csv").write_text("a,b\n")

    with pytest.raises(UnknownFormatError, match=r"noten\.csv"):
        open_roster(tmp_path)


def test_a_roster_is_read_once():
    roster = open_roster(FIXTURES / "plain")
    list(roster.batches())

    with pytest.raises(RuntimeError):
        next(roster.batches())


def test_a_folder_that_holds_nothing_but_a_zip_file_stands_for_it(tmp_path):
    zip_folder(FIXTURES / "plain", tmp_path / "export.zip")
    (tmp_path / "liesmich.txt").write_text("Hallo")

    assert read(tmp_path) == read(FIXTURES / "plain")
