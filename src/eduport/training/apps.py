"""Start-up of `training`."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Adds to the menu, and follows who leaves."""

    name = "eduport.training"

    def ready(self) -> None:
        from eduport.training import panels, receivers  # noqa: F401, PLC0415 -- registers
