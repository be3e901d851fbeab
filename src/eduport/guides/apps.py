"""Start-up of `guides`."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """The texts come with the package; there is nothing to start."""

    name = "eduport.guides"
