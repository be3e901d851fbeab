"""Start-up of `stats`."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """Adds to the menu and listens for sign-ins."""

    name = "eduport.stats"

    def ready(self) -> None:
        from eduport.stats import panels, receivers  # noqa: F401, PLC0415 -- registers
