"""Factories of `homepages`: a page that is switched on and published."""

import factory

from eduport.homepages import models
from tests.factories.news import drawn
from tests.factories.people import NOON, SchoolFactory


class HomepageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Homepage
        django_get_or_create = ("school",)

    school = factory.SubFactory(SchoolFactory)
    switched_on_at = NOON


class HomepagePictureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HomepagePicture

    homepage = factory.SubFactory(HomepageFactory)
    media_type = models.PictureType.PNG
    width = height = 2
    content = factory.LazyFunction(lambda: drawn("PNG", (2, 2)))


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.HomepageVersion

    homepage = factory.SubFactory(HomepageFactory)
    text = "Wir sind die Schule am Hafen."
    changed_at = published_at = NOON
