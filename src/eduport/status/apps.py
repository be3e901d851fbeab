"""Start-up of `status`."""

from django.apps import AppConfig


class StatusConfig(AppConfig):
    """Keeps the standard components complete, and adds to the menu."""

    name = "eduport.status"

    def ready(self) -> None:
        from eduport.status import panels, receivers  # noqa: F401, PLC0415 -- registers
