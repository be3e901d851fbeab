"""Encodings, separators and cleaning; reading is linear and streaming."""

import io
import unicodedata
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eduport.sync.formats.encodings import NotTextError, detect_encoding
from eduport.sync.formats.problems import ProblemLog
from eduport.sync.formats.sources import FolderSource
from eduport.sync.formats.tables import CHUNK, Columns, read_chunks, separator_of
from eduport.sync.formats.texts import clean, clean_all, dns_label, is_clean
from eduport.sync.types import Table
from tests.sync.formats.rosters import PERSONS, read, write_folder

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
WANTED = Columns({"key": ("key",)})


def encode(text, encoding):
    return MARKS.get(encoding, b"") + text.encode(encoding)


class CountingSource:
    """Gives one file from memory and counts what is read of it."""

    path = Path("roster")

    def __init__(self, content):
        self.content = content
        self.read = 0

    def names(self):
        return ["a.csv"]

    def shown(self, name):
        return name

    @contextmanager
    def open(self, name):
        source = self

        class Stream(io.BytesIO):
            def read(self, size=-1, /):
                data = super().read(size)
                source.read += len(data)
                return data

            read1 = read

        yield Stream(self.content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_is_read_with_every_separator(tmp_path, encoding, separator):
    text = PERSONS + "1;Jürgen;Weiß;Lehr;xy\n"
    content = encode(text.replace(";", separator), encoding)

    rows, _ = read(write_folder(tmp_path / "r", {"personen.csv": content}))

    names = [(row.given_name, row.family_name) for row in rows[Table.PERSONS]]
    assert names == [("Jürgen", "Weiß")]


@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    encoding=st.sampled_from([name for name in ENCODINGS if name != "cp1252"]),
)
def test_text_comes_back_through_every_encoding(text, encoding):
    content = encode("x\n" + text, encoding)

    found = detect_encoding(io.BytesIO(content))

    if encoding == "utf-8" and text.startswith("\ufeff"):
        return
    assert not found.is_cut_off
    assert content.decode(found.name).removeprefix("\ufeff") == "x\n" + text


@given(st.text(st.sampled_from("äöüßÄÖÜéèçñ aB;\n"), min_size=2))
def test_windows_letters_come_back(text):
    content = ("x" + text + "x").encode("cp1252")

    found = detect_encoding(io.BytesIO(content))

    # Two such letters can by chance be one of UTF-8; then both readings are text.
    if found.name == "cp1252":
        assert content.decode(found.name) == "x" + text + "x"
    else:
        assert content.decode("utf-8")


@pytest.mark.parametrize(
    ("content", "name", "is_cut_off"),
    [
        (b"abc", "utf-8", False),
        ("größ".encode()[:-1], "utf-8", True),
        (b"M\xe4", "cp1252", False),
        ("aä".encode("utf-16-le"), None, None),
        (b"\xff\xfea\x00b", "utf-16", True),
    ],
)
def test_the_end_of_a_file_is_looked_at(content, name, is_cut_off):
    if name is None:
        with pytest.raises(NotTextError):
            detect_encoding(io.BytesIO(content))
        return

    found = detect_encoding(io.BytesIO(content))

    assert (found.name, found.is_cut_off) == (name, is_cut_off)


def test_a_letter_across_two_blocks_is_still_utf_8(monkeypatch):
    monkeypatch.setattr("eduport.sync.formats.encodings.BLOCK", 4)

    found = detect_encoding(io.BytesIO("a\n€b\n€\n".encode()))

    assert (found.name, found.is_cut_off) == ("utf-8", False)


@pytest.mark.parametrize(
    ("heading", "separator"),
    [("a,b;c,d", ","), ('"a;b;c",d', ","), ("a;b", ";"), ("a\tb", "\t"), ("a", ",")],
)
def test_the_heading_decides_the_separator(heading, separator):
    assert separator_of(heading) == separator


@given(st.text())
def test_clean_text_stays_clean(text):
    once = clean(text)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@given(st.lists(st.text(max_size=8), max_size=8))
def test_a_column_is_cleaned_like_its_values(texts):
    assert clean_all(texts) == [clean(text) for text in texts]


@given(st.text())
def test_text_that_counts_as_clean_is_left_alone(text):
    text = text.strip()

    if is_clean(text):
        assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Anna \t Maria ", "Anna Maria"),
        ("Ju\u0308rgen", "Jürgen"),
        ("An\u200bna\ufeff", "Anna"),
        ("\u200b Anna", "Anna"),
        ("An\x07na", "Anna"),
        ("von\u00a0Adel", "von Adel"),
    ],
)
def test_invisible_letters_and_double_spaces_go(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("XY", "xy"),
        ("Schule am Deich", "schule-am-deich"),
        ("Größe 7", "groesse-7"),
        ("--", ""),
        ("a" * 70, "a" * 63),
        ("{8f14-E45F}", "8f14-e45f"),
    ],
)
def test_a_school_code_is_a_dns_label(text, label):
    assert dns_label(text) == label


@pytest.mark.parametrize("count", [1_000, 2_000, 4_000])
def test_a_file_is_read_twice_and_not_more_often_however_long_it_is(count):
    source = CountingSource(b"key\n" + b"x\xc3\xa4\n" * count)

    rows = sum(len(chunk.numbers) for chunk in read_chunks(
        source, "a.csv", WANTED, ProblemLog()
    ))  # fmt: skip

    assert rows == count
    assert source.read == 2 * len(source.content)


def test_the_first_rows_are_there_before_the_last_are_read():
    source = CountingSource(b"key\n" + b"0123456789\n" * (CHUNK * 50))

    chunks = read_chunks(source, "a.csv", WANTED, ProblemLog())
    first = next(chunks)

    assert list(first.numbers) == list(range(2, CHUNK + 2))
    # One whole pass to find the encoding, and a fraction of the second.
    assert source.read < 1.1 * len(source.content)
    chunks.close()


def test_a_column_that_nobody_asked_for_is_nowhere(tmp_path):
    (tmp_path / "a.csv").write_text("key,Password\nx,geheim\n")

    source = FolderSource(tmp_path)
    chunks = list(read_chunks(source, "a.csv", WANTED, ProblemLog()))

    assert [chunk.columns for chunk in chunks] == [{"key": ["x"]}]
