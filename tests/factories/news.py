"""Factories of `news`: what they make is published, and meant for everybody."""

import datetime as dt
import io

import factory
from django.utils import timezone
from PIL import Image

from eduport.news import models
from tests.factories.people import NOON

DAY = dt.timedelta(days=1)


def address(item, rows):
    """Rows of school, role and group; None is the own school."""
    for school, role, group in [(item.school, "", None)] if rows is None else rows:
        item.audience.create(school=school, role=role, group=group)


class PublicationFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Neues {n}")
    text = "Es gibt **etwas** Neues."
    created_at = changed_at = published_at = NOON - DAY

    @factory.post_generation
    def audience(self, create, rows, **_kwargs):
        address(self, rows)


class ItemFactory(PublicationFactory):
    """Shown since yesterday, for four weeks."""

    class Meta:
        model = models.NewsItem
        skip_postgeneration_save = True

    starts_at = NOON - DAY
    ends_at = NOON + 27 * DAY


class EventFactory(PublicationFactory):
    """Two hours in the evening of 1 December, once."""

    class Meta:
        model = models.Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Abend {n}")
    starts_at = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)
    ends_at = dt.datetime(2026, 12, 1, 20, tzinfo=dt.UTC)
    begins_on = over_on = dt.date(2026, 12, 1)


class PictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NewsPicture

    item = factory.SubFactory(ItemFactory)
    alt = "Ein Chor auf der Bühne"
    media_type = models.PictureType.PNG
    width = height = 2
    content = factory.LazyFunction(lambda: drawn("PNG", (2, 2)))
    size = factory.LazyAttribute(lambda one: len(one.content))


def drawn(kind, size, **saved):
    """A picture of one colour, as a file."""
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind, **saved)
    return stream.getvalue()


class CurrentItemFactory(ItemFactory):
    """Shown now, whatever day the tests run on."""

    starts_at = factory.LazyFunction(lambda: timezone.now() - DAY)
    ends_at = factory.LazyFunction(lambda: timezone.now() + 27 * DAY)
    created_at = factory.SelfAttribute("starts_at")
    changed_at = factory.SelfAttribute("starts_at")
    published_at = factory.SelfAttribute("starts_at")
