"""Start-up of `news`."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """Adds to the menu."""

    name = "eduport.news"

    def ready(self) -> None:
        from eduport.news import panels  # noqa: F401, PLC0415 -- registers
