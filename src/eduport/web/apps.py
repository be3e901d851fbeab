"""Start-up of `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Tells Django where `web` is."""

    name = "eduport.web"
