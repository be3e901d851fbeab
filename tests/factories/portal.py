"""Factories of `portal`."""

import factory

from eduport.portal import models


class TileGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.TileGroup
        django_get_or_create = ("slug",)

    slug = "lessons"
    title_de = "Unterricht"
    title_en = "Lessons"


class TileFactory(factory.django.DjangoModelFactory):
    """A tile to another website that is released to nobody yet."""

    class Meta:
        model = models.Tile

    group = factory.SubFactory(TileGroupFactory)
    slug = factory.Sequence(lambda n: f"tile-{n}")
    title_de = factory.Sequence(lambda n: f"Kachel {n}")
    title_en = factory.Sequence(lambda n: f"Tile {n}")
    text_de = "Beschreibung"
    text_en = "Description"
    icon = "school"
    kind = models.TileKind.EXTERNAL
    url = "https://example.org/"


class TileReleaseFactory(factory.django.DjangoModelFactory):
    """Released to everybody."""

    class Meta:
        model = models.TileRelease

    tile = factory.SubFactory(TileFactory)


class TilePreferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.TilePreference
