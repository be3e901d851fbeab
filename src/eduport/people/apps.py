"""Start-up of `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Tells Django where `people` is."""

    name = "eduport.people"
