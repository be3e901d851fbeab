"""Factories of `pages`."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.documents.models import Document
from wagtail.models import Collection

from eduport.core.actor import Actor
from eduport.core.audience import Audience
from eduport.pages.models import InfoPage, Picture
from eduport.pages.services.tree import (
    add_page,
    collection_name,
    get_home,
    open_school_pages,
)
from tests.factories.people import NOON

EDITOR = Actor("editor")


def PageFactory(parent=None, *, text="", body=None, **values):  # noqa: N802 -- a factory
    """A published page, public unless it is said otherwise."""
    blocks = body or ([{"type": "text", "value": text}] if text else [])
    values = {"title": "Seite", "audience": Audience.PUBLIC, "body": blocks} | values
    page = InfoPage(**{name: value for name, value in values.items() if name != "body"})
    page.body = body_of(blocks)
    return add_page(parent or get_home(), page)


def body_of(blocks):
    """The blocks as the editor stores them."""
    return InfoPage._meta.get_field("body").to_python(blocks)


def school_page(school):
    return open_school_pages(school, by=EDITOR, at=NOON)


def collection_of(school):
    if school is None:
        return Collection.objects.get(depth=1)
    school_page(school)
    return Collection.objects.get(name=collection_name(school))


def picture_file(name="bild.png", size=(40, 30), kind="PNG"):
    content = BytesIO()
    Drawing.new("RGB", size, "navy").save(content, kind)
    return ContentFile(content.getvalue(), name)


def PictureFactory(school=None, **values):  # noqa: N802 -- a factory
    values = {
        "title": "Kran",
        "description": "Ein Kran",
        "file": picture_file(),
    } | values
    return Picture.objects.create(collection=collection_of(school), **values)


def DocumentFactory(school=None, **values):  # noqa: N802 -- a factory
    values = {"title": "Plan", "file": ContentFile(b"%PDF-1.4", "plan.pdf")} | values
    return Document.objects.create(collection=collection_of(school), **values)
