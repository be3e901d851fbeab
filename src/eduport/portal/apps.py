"""Start-up of `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Puts the tiles into the menu and keeps the standard ones complete."""

    name = "eduport.portal"

    def ready(self) -> None:
        from eduport.portal import panels, receivers  # noqa: F401, PLC0415 -- registers
        from eduport.portal.panels import live  # noqa: F401, PLC0415 -- registers
