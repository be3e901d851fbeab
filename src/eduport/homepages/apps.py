"""Start-up of `homepages`."""

from django.apps import AppConfig


class HomepagesConfig(AppConfig):
    """Adds to the menu."""

    name = "eduport.homepages"

    def ready(self) -> None:
        from eduport.homepages import panels  # noqa: F401, PLC0415 -- registers
