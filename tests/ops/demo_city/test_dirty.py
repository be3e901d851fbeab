"""The catalogue of broken exports: every defect is there and really broken."""

import csv
import unicodedata
import zipfile

import pytest

from eduport.ops.demo_city import DEFECTS, CityPlan, write_dirty
from eduport.ops.demo_city.__main__ import main

SLUGS = [defect.slug for defect in DEFECTS]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dirty")
    assert write_dirty(CityPlan(3, 600, seed=1), folder) == SLUGS
    return folder


def users_of(folder):
    with (folder / "users.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_the_catalogue_has_a_folder_for_every_defect_and_nothing_else(catalogue):
    folders = {path.name for path in catalogue.iterdir()}

    assert len(SLUGS) == len(set(SLUGS)) == 25
    assert folders == {"clean", *SLUGS}


@pytest.mark.parametrize("defect", DEFECTS, ids=SLUGS)
def test_every_folder_differs_from_the_clean_city_and_says_how(catalogue, defect):
    clean, broken = (
        {path.name: path.read_bytes() for path in folder.glob("*.*")}
        for folder in (catalogue / "clean", catalogue / defect.slug)
    )

    readme = broken.pop("README.md").decode()

    assert broken != clean
    assert defect.title in readme
    assert f"Expected ({defect.outcome}): {defect.expected}" in readme


def test_a_truncated_file_ends_inside_a_row(catalogue):
    content = (catalogue / "truncated-users" / "users.csv").read_bytes()

    assert not content.endswith(b"\n")
    assert content.splitlines()[-1].count(b",") < 22


def test_a_truncated_archive_cannot_be_opened(catalogue):
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(catalogue / "truncated-zip" / "roster.zip")


def test_mixed_encodings_are_not_utf8_but_begin_as_such(catalogue):
    content = (catalogue / "mixed-encodings" / "users.csv").read_bytes()

    with pytest.raises(UnicodeDecodeError):
        content.decode()


@pytest.mark.parametrize(
    ("slug", "encoding"), [("utf16", "utf-16"), ("bom", "utf-8-sig")]
)
def test_an_encoding_holds_the_same_text(catalogue, slug, encoding):
    content = (catalogue / slug / "users.csv").read_bytes()

    clean = (catalogue / "clean" / "users.csv").read_bytes().decode()
    assert content.decode(encoding) == clean


def test_decomposed_names_are_the_same_names(catalogue):
    decomposed = (catalogue / "decomposed-names" / "users.csv").read_bytes().decode()

    clean = (catalogue / "clean" / "users.csv").read_bytes().decode()
    assert unicodedata.is_normalized("NFD", decomposed)
    assert unicodedata.normalize("NFC", decomposed) == unicodedata.normalize(
        "NFC", clean
    )


def test_four_in_ten_people_are_missing_with_all_that_was_theirs(catalogue):
    left = {row[0] for row in users_of(catalogue / "people-missing")[1:]}

    with (catalogue / "people-missing" / "roles.csv").open(encoding="utf-8") as stream:
        roles = list(csv.DictReader(stream))
    assert len(left) == 360
    assert {role["userSourcedId"] for role in roles} == left


def test_half_of_one_school_is_missing(catalogue):
    clean, half = (
        [row[21] for row in users_of(catalogue / slug)]
        for slug in ("clean", "half-a-school")
    )

    assert half.count("S0000") == clean.count("S0000")
    assert abs(half.count("S0001") - clean.count("S0001") / 2) <= 1


def test_a_delta_announces_itself(catalogue):
    users = users_of(catalogue / "delta-with-deletes")

    manifest = (catalogue / "delta-with-deletes" / "manifest.csv").read_text("utf-8")
    assert "file.users,delta" in manifest
    assert sorted(row[1] for row in users[1:]) == ["active"] * 8 + ["tobedeleted"] * 2


def test_a_double_has_the_same_name_under_another_key(catalogue):
    users = users_of(catalogue / "same-person-twice")[1:]
    by_key = {row[0]: row[1:4] + row[5:] for row in users}
    doubles = [key for key in by_key if key.endswith("X")]

    assert len(doubles) == 5
    for key in doubles:
        name, original = by_key[key][4:7], by_key[key.removesuffix("X")][4:7]
        assert name == original


def test_writing_the_catalogue_again_replaces_it(catalogue, capsys):
    arguments = [
        "--schools",
        "3",
        "--people",
        "600",
        "--dirty",
        "--out",
        str(catalogue),
    ]
    before = {path: path.read_bytes() for path in catalogue.rglob("*.*")}

    main(arguments)

    assert capsys.readouterr().out.split() == SLUGS
    assert {path: path.read_bytes() for path in catalogue.rglob("*.*")} == before
