"""The page of a demo school, switched on, with an earlier version to take back."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from eduport.core.actor import Actor
from eduport.homepages.models import Homepage
from eduport.homepages.services.editing import publish_draft, save_draft, switch_on
from eduport.homepages.types import Content, Upload
from eduport.ops.demo.pages import write_pages
from eduport.ops.demo.statistics import count_a_year
from eduport.people.models import School

BEFORE = "Herzlich willkommen auf unserer Seite."
TEXT = """Wir sind eine Schule für alle: 600 Lernende und 60 Erwachsene, eine Mensa mit
Blick auf das Wasser und ein Chor, der freitags probt.

Unsere Türen stehen offen. Rufen Sie an oder kommen Sie vorbei."""
WIDTH, HEIGHT, SHORE = 1200, 400, 260


def be_seen(code: str, *, by: Actor, at: datetime) -> None:
    """A school with pages for everybody, and a year of visits; once."""
    open_homepage(code, by=by, at=at)
    write_pages(by=by, at=at)
    count_a_year(at=at)


def open_homepage(code: str, *, by: Actor, at: datetime) -> None:
    """Write, publish and switch on the page of a school; once."""
    school = School.objects.get(code=code)
    if Homepage.objects.filter(school=school).exists():
        return
    save_draft(school, Content(text=BEFORE), by=by, at=at - timedelta(days=30))
    publish_draft(school, by=by, at=at - timedelta(days=30))
    content = Content(
        text=TEXT,
        address="Hafenstraße 1\n20457 Hamburg",
        phone="040 66969 200",
        mail=f"schulbuero@{school.code}.hamburg.de",
        picture_alt="Ein Schulhaus am Wasser, darüber die Sonne (gezeichnet)",
    )
    picture = Upload("schule.png", _drawing())
    save_draft(school, content, picture=picture, by=by, at=at)
    publish_draft(school, by=by, at=at)
    switch_on(school, by=by, at=at)


def _drawing() -> bytes:
    """A house at the water: no photograph, so nobody is on it."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#cfe3f7")
    draw = ImageDraw.Draw(image)
    draw.ellipse((920, 50, 1020, 150), fill="#f3c44c")
    draw.rectangle((0, SHORE, WIDTH, HEIGHT), fill="#2b63a8")
    draw.rectangle((300, 120, 760, SHORE), fill="#a8432f")
    draw.polygon([(280, 120), (530, 40), (780, 120)], fill="#5b2a22")
    for left in range(340, 720, 80):
        draw.rectangle((left, 160, left + 40, 210), fill="#fdf3d3")
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
