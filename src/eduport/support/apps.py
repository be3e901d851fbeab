"""Start-up of `support`."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Questions to the own school, and faults that reach the service desk."""

    name = "eduport.support"

    def ready(self) -> None:
        from eduport.support import panels, receivers  # noqa: F401, PLC0415 -- registers
