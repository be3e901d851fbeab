"""Start-up of `search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Tells Django where `search` is."""

    name = "eduport.search"
