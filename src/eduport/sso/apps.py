"""Start-up of `sso`."""

from django.apps import AppConfig


class SsoConfig(AppConfig):
    """Connects the receivers."""

    name = "eduport.sso"

    def ready(self) -> None:
        from eduport.sso import receivers  # noqa: F401, PLC0415 -- needs the models
