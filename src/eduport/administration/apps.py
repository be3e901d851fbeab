"""Start-up of `administration`."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """The pages with which schools and the central team look after people."""

    name = "eduport.administration"

    def ready(self) -> None:
        from eduport.administration import panels  # noqa: F401, PLC0415 -- registers
