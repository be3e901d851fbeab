"""What becomes of files that people send, without a database."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eduport.support.errors import (
    BrokenPictureError,
    EmptyFileError,
    FileTooLargeError,
    RefusedFileError,
    UnknownFileError,
)
from eduport.support.formats.files import MB, clean_file, clean_name
from eduport.support.types import MediaType, Upload
from tests.support.pictures import (
    PDF,
    PLACE,
    bomb,
    photo,
    screenshot,
    talking_png,
    upload,
)


def cleaned(name, content):
    return clean_file(Upload(name, content), limit_mb=10)


def opened(file):
    return Image.open(io.BytesIO(file.content))


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("Bild.PNG", screenshot(), ("Bild.PNG", MediaType.PNG)),
        ("foto.jpeg", photo(), ("foto.jpeg", MediaType.JPEG)),
        ("foto.exe", photo(), ("foto.jpg", MediaType.JPEG)),
        ("a.webp", screenshot("WEBP"), ("a.webp", MediaType.WEBP)),
        ("a.gif", screenshot("GIF", mode="P"), ("a.png", MediaType.PNG)),
        ("Brief.docx", PDF, ("Brief.pdf", MediaType.PDF)),
        ("x.log", b"Zeile\n", ("x.log", MediaType.TEXT)),
    ],
)
def test_what_a_file_is_decides_its_content(name, content, kept):
    file = cleaned(name, content)

    assert (file.name, file.media_type) == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("seite.html", b"<script>alert(1)</script>"),
        ("bild.svg", b"<svg onload='alert(1)'/>"),
        ("bild.png", b"GIF, but not really"),
        ("lauf.log", b"MZ\0\0binary"),
        ("alles.zip", b"PK\x03\x04"),
        ("ohne-endung", b"text"),
    ],
)
def test_what_is_none_of_ours_is_refused_by_name(name, content):
    with pytest.raises(UnknownFileError, match=name):
        cleaned(name, content)


def test_nothing_but_the_pixels_of_a_photo_is_left():
    before = photo()
    assert PLACE in before

    after = cleaned("foto.jpg", before)

    image = opened(after)
    assert (image.size, image.format) == ((40, 20), "JPEG")
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert dict(image.getexif()) == {}
    assert b"Zwirbelbach" not in after.content


def test_a_photo_is_turned_as_the_camera_was_held():
    assert opened(cleaned("foto.jpg", photo(turned=True))).size == (20, 40)


def test_texts_and_what_follows_a_png_are_gone():
    before = talking_png()
    assert Image.open(io.BytesIO(before)).text

    after = cleaned("a.png", before)

    assert opened(after).text == {}
    assert b"script" not in after.content


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_can_be_drawn(mode):
    assert opened(cleaned("a.png", screenshot(mode=mode))).size == (40, 20)


def test_a_cmyk_photo_becomes_rgb():
    before = screenshot("JPEG", mode="CMYK")

    assert opened(cleaned("a.jpg", before)).mode == "RGB"


def test_of_a_moving_picture_the_first_frame_stays():
    frames = [Image.new("P", (4, 4), colour) for colour in range(3)]
    stream = io.BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])

    assert getattr(opened(cleaned("a.gif", stream.getvalue())), "n_frames", 1) == 1


def test_a_large_picture_becomes_smaller():
    before = screenshot("JPEG", size=(6000, 300), mode="RGB")

    assert opened(cleaned("a.jpg", before)).size == (4000, 200)


@pytest.mark.parametrize("edge", [5_008, 12_000, 16_000])
def test_a_bomb_is_refused(edge):
    assert opened(cleaned("bild.png", bomb(4_992))).size == (4000, 4000)

    with pytest.raises(BrokenPictureError, match=r"bild\.png"):
        cleaned("bild.png", bomb(edge))


def test_size_is_limited_and_nothing_is_refused():
    with pytest.raises(FileTooLargeError):
        clean_file(Upload("a.txt", b"a" * (MB + 1)), limit_mb=1)
    with pytest.raises(EmptyFileError):
        cleaned("a.txt", b"")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Größe".encode("utf-16"), "Größe"),
        ("Größe".encode("cp1252"), "Größe"),
        (b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe", "Größe"),
        (b"rot: \x1b[31m\r\n", "rot: \N{REPLACEMENT CHARACTER}[31m\r\n"),
    ],
)
def test_texts_become_utf_8_without_control_characters(content, text):
    assert cleaned("a.log", content).content.decode() == text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\Tina\\bild.png", "bild.png"),
        ("../../etc/passwd", "passwd"),
        ("exe.\u202egnp.txt", "exe.gnp.txt"),
        ('a"b<c>\r\nX: y.txt', "abcX y.txt"),
        ("...", "file"),
        ("", "file"),
        (f"{'ä' * 300}.png", f"{'ä' * 80}.png"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    assert clean_name(given) == kept


WHOLE = [
    screenshot(),
    photo(),
    screenshot("WEBP"),
    screenshot("GIF", mode="P"),
    talking_png(),
]


@pytest.mark.slow
@given(st.sampled_from(WHOLE), st.data())
def test_whatever_is_bent_is_kept_clean_or_refused(content, data):
    bent = bytearray(content)
    places = st.integers(0, len(bent) - 1)
    for _ in range(data.draw(st.integers(1, 8))):
        bent[data.draw(places)] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(bent)))

    try:
        file = cleaned(
            "bild.txt", bytes(bent[:cut] if data.draw(st.booleans()) else bent)
        )
    except RefusedFileError:
        return

    assert b"Zwirbelbach" not in file.content or file.media_type == MediaType.TEXT


def test_an_upload_of_the_factories_is_kept():
    assert clean_file(upload(), limit_mb=1).name == "bild.png"
