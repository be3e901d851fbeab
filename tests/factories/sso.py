"""Factories of `sso`."""

import factory

from eduport.core.hashers import RandomSecretHasher
from eduport.people.models import Role
from eduport.sso import models
from tests.factories.people import AffiliationFactory

SECRET = "random-" * 8
REDIRECT_URI = "https://moodle.example/callback"


class AppFactory(factory.django.DjangoModelFactory):
    """A service that may have everything."""

    class Meta:
        model = models.App

    slug = factory.Sequence(lambda n: f"moodle{n}")
    name_de = "Moodle"
    name_en = "Moodle"
    launch_url = "https://moodle.example/"
    redirect_uris = REDIRECT_URI
    post_logout_redirect_uris = "https://moodle.example/bye"
    client_secret = RandomSecretHasher().encode(SECRET)
    sector = "moodle.example"
    scopes = ["openid", "profile", "email", "school", "groups", "offline_access"]
    claims = [
        "name",
        "given_name",
        "family_name",
        "email",
        "schools",
        "roles",
        "groups",
    ]


class ReleaseFactory(factory.django.DjangoModelFactory):
    """A release to everybody."""

    class Meta:
        model = models.Release

    app = factory.SubFactory(AppFactory)


class TeacherFactory(AffiliationFactory):
    """A teacher's affiliation."""

    role = Role.TEACHER
